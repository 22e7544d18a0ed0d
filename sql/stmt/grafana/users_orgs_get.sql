-- The organisations of a person, by name.
-- $1 id or uid
-- row: body, an array. Refusal: PF045
SELECT coalesce(json_agg(row_to_json(listed)), '[]') AS body
  FROM (SELECT o.org_id AS "orgId", o.name, o.role
          FROM prefd.person_orgs(prefd.account_id($1::text)) o
         ORDER BY o.name, o.org_id) listed;
