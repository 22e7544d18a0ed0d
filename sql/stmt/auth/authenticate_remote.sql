-- First statement of a request whose user nginx has identified: refuses, or sets the context for the statements after it.
-- $1 login, any case, $2 whether an account may be made, $3 wanted organisation or NULL, $4 demand of the route,
-- $5 proof (binary)
-- row: user_id. Refusals: PF005, PF077, PF010 to PF012
SELECT prefd.authenticate_remote($1::text, $2::boolean, $3::bigint, $4::text, $5::bytea) AS user_id;
