-- Takes a member out of the organisation acted in, and deletes the account when that was its last.
-- $1 id or uid of the member
-- row: body. Refusals: PF010, PF032, PF035
SELECT row_to_json(done) AS body
  FROM (SELECT CASE WHEN prefd.remove_org_user($1::text, true) THEN 'User deleted'
                    ELSE 'User removed from organization' END AS message) done;
