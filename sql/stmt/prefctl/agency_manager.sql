-- Who manages a member of the agency that an organisation is; NULL: nobody. A login of nobody there breaks the foreign key.
-- $1 organisation, NULL: 1, $2 login, $3 login of the manager or NULL
-- row: id, login, manager_id; none when there is no such person there
UPDATE prefd.org_members m
   SET manager_id = CASE WHEN $3::text IS NOT NULL THEN coalesce((
         SELECT above.id FROM prefd.users above WHERE above.login = lower(btrim($3::text)) AND NOT above.is_service_account), 0) END,
       updated_at = now()
  FROM prefd.users u
 WHERE m.org_id = coalesce($1::bigint, 1) AND u.id = m.user_id AND u.login = lower(btrim($2::text)) AND NOT u.is_service_account
RETURNING u.id, u.login, m.manager_id;
