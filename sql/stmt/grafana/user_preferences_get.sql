-- The stored preferences of the current user in the acting organisation; all empty without a row or without an organisation.
-- OFFSET 0: the settings are read once, not wherever the owner is named
-- row: body, tag; always one
SELECT prefd.grafana_preferences(p.document) AS body,
       concat_ws('-', owner.org_id, owner.user_id, 0, coalesce(p.version, 0)) AS tag
  FROM (SELECT prefd.current_org_id() AS org_id, prefd.current_user_id() AS user_id OFFSET 0) owner
  LEFT JOIN prefd.preferences p ON p.org_id = owner.org_id AND p.user_id = owner.user_id AND p.team_id = 0;
