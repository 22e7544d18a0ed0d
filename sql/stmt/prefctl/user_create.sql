-- An account and its membership of one organisation, which becomes its current one.
-- $1 login, $2 email or NULL (the login), $3 name or NULL, $4 organisation or NULL (1), $5 role or NULL (Viewer),
-- $6 server admin, $7 service account, $8 password hash or NULL
-- row: id, uid, login
WITH account AS (
  INSERT INTO prefd.users (login, email, name, org_id, org_role, is_server_admin, is_service_account, password_hash)
  VALUES (lower(btrim($1::text)), lower(btrim(coalesce($2::text, $1::text))), coalesce($3::text, ''),
          coalesce($4::bigint, 1), coalesce($5::text, 'Viewer'), $6::boolean, $7::boolean, $8::text)
  RETURNING id, uid, login, org_id, org_role
), membership AS (
  INSERT INTO prefd.org_members (org_id, user_id, role)
  SELECT org_id, id, org_role FROM account
)
SELECT id, uid, login FROM account;
