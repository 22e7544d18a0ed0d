-- Counts a request, in a call of its own.
-- $1 SHA-256 of the credential (binary), or NULL: the user is counted, $2 route, $3 budget
-- row: remaining (below zero: there was none), reset (Unix seconds), seconds until then
SELECT * FROM prefd.count_request($1::bytea, $2::text, $3::integer);
