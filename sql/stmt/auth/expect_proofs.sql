-- First of all statements of a connection.
-- $1 and $2 the inner and the outer pad of HMAC with the worker's key (binary, 64 bytes each)
-- row: nothing of interest
SELECT prefd.expect_proofs($1::bytea, $2::bytea);
