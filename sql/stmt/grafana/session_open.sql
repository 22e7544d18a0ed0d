-- A session for the user whose password was right.
-- $1 SHA-256 of its secret (binary), $2 address, $3 User-Agent, $4 and $5 seconds that it lasts unseen and at most
-- row: seconds it lasts
SELECT prefd.open_session($1::bytea, $2::text, $3::text, $4::integer, $5::integer);
