-- Makes a person a member of the organisation acted in.
-- $1 login or email, $2 role
-- row: body. Refusals: PF010, PF031, PF032, PF033
SELECT row_to_json(added) AS body
  FROM (SELECT 'User added to organization' AS message, prefd.add_org_user($1::text, $2::text) AS "userId") added;
