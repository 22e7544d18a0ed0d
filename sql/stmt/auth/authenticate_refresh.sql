-- First statement of a request that renews an access token: refuses, or sets the context for the statements after it.
-- $1 SHA-256 of the secret that renews it (binary), $2 wanted organisation or NULL, $3 demand of the route
-- row: user_id. Refusals: PF001 to PF003, PF005, PF010 to PF012
SELECT prefd.authenticate_refresh($1::bytea, $2::bigint, $3::text) AS user_id;
