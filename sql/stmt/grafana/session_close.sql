-- Ends the session of a cookie, whatever state it is in.
-- $1 SHA-256 of its secret (binary)
-- row: nothing of use
SELECT prefd.close_session($1::bytea);
