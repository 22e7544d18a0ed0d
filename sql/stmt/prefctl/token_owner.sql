-- Whose a token is to be and where it acts: a person's where the person does unless an organisation is wanted, a
-- service account's always in its own.
-- $1 login, $2 wanted organisation or NULL
-- row: user_id, is_service_account, org_id, is_member (of org_id); none when there is no such login
SELECT u.id AS user_id, u.is_service_account, acting.org_id,
       EXISTS (SELECT FROM prefd.org_members m WHERE m.user_id = u.id AND m.org_id = acting.org_id) AS is_member
FROM prefd.users u
CROSS JOIN LATERAL (
  SELECT coalesce($2::bigint, CASE WHEN u.is_service_account THEN u.org_id END) AS org_id) acting
WHERE u.login = lower(btrim($1::text));
