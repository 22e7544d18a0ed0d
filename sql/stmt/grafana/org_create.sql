-- A new organisation.
-- $1 name
-- row: body. Refusals: PF010, orgs_name_key
SELECT row_to_json(made) AS body
  FROM (SELECT prefd.create_org($1::text) AS "orgId", 'Organization created' AS message) made;
