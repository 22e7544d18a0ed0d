-- First statement of a request whose password was verified before: refuses, or sets the context for those after it.
-- $1 user id, $2 verified credential version, $3 wanted organisation or NULL, $4 demand of the route
-- row: user_id. Refusals: PF005, PF006, PF010 to PF012
SELECT prefd.authenticate_user($1::bigint, $2::bigint, $3::bigint, $4::text) AS user_id;
