-- Tells PostgreSQL's log of a request that ended in an error.
-- $1 request id, $2 the worker's name of the error, $3 statement or NULL, $4 SQLSTATE, $5 process that had it
-- row: nothing of use
SELECT prefd.note_failure($1::text, $2::text, $3::text, $4::text, $5::integer);
