-- New secrets for the access token that a refresh secret belongs to.
-- $1 SHA-256 of the old refresh secret, $2, $3 of the new ones (binary); $4, $5 their lives in seconds
-- row: id; none when it renews nothing
SELECT id FROM prefd.renew_token($1::bytea, $2::bytea, $3::bytea, $4::integer, $5::integer) AS id WHERE id IS NOT NULL;
