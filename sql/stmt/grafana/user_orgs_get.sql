-- The organisations of the current user, by name.
-- row: body, an array
SELECT coalesce(json_agg(row_to_json(listed)), '[]') AS body
  FROM (SELECT o.org_id AS "orgId", o.name, o.role FROM prefd.current_user_orgs() o ORDER BY o.name, o.org_id) listed;
