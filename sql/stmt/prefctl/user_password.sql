-- A new password; what was verified with the old one ends at once (trigger users_credential_version).
-- $1 login, $2 password hash
-- row: id, login; none when there is no such account
UPDATE prefd.users SET password_hash = $2::text, version = version + 1, updated_at = now()
WHERE login = lower(btrim($1::text))
RETURNING id, login;
