-- As authenticate_user, of a request whose password is exchanged for a session or a token.
-- $1 user id, $2 verified credential version, $3 wanted organisation or NULL, $4 demand of the route
-- row: user_id. Refusals: PF005, PF006, PF010 to PF012
SELECT prefd.authenticate_login($1::bigint, $2::bigint, $3::bigint, $4::text) AS user_id;
