-- The password hash to verify for a Basic credential.
-- $1 login or email, any case
-- row: user_id, credential_version, password_hash; no row when no password can log it in
SELECT user_id, credential_version, password_hash FROM prefd.find_password($1::text);
