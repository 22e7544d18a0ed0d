-- An access token of the caller, and what renews it: a new one, or new secrets for the one that is renewed.
-- $1, $2 SHA-256 of their secrets (binary); $3, $4 their lives in seconds
-- row: id
SELECT prefd.grant_token($1::bytea, $2::bytea, $3::integer, $4::integer);
