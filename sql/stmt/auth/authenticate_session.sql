-- First statement of a request with a session's cookie: refuses, or sets the context for the statements after it.
-- $1 SHA-256 of the secret (binary), $2 wanted organisation or NULL, $3 demand of the route
-- row: user_id. Refusals: PF005, PF072, PF073, PF010 to PF012
SELECT prefd.authenticate_session($1::bytea, $2::bigint, $3::text) AS user_id;
