-- The effective preferences of whoever the path named.
-- row: body, tag
SELECT prefd.valara_preferences(prefd.effective_preferences(owner.user_id)) AS body,
       concat_ws('-', owner.org_id, owner.user_id, 0, coalesce(p.version, 0)) AS tag
  FROM (SELECT prefd.current_org_id() AS org_id, prefd.current_owner_id() AS user_id) owner
  LEFT JOIN prefd.preferences p ON p.org_id = owner.org_id AND p.user_id = owner.user_id AND p.team_id = 0;
