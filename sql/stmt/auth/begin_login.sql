-- The password hash to verify for a login with a password, once the guess is counted.
-- $1 login or email, any case, $2 address or NULL, $3 and $4 guesses that a login and an address have (0: no limit), $5 in
-- how many seconds, $6 proof (binary)
-- row: user_id, credential_version, password_hash; no row when no password can log it in. Refusals: PF070, PF071
SELECT user_id, credential_version, password_hash
FROM prefd.begin_login($1::text, $2::text, $3::integer, $4::integer, $5::integer, $6::bytea);
