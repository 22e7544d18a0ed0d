-- A token, of which only the hash is kept.
-- $1 user, $2 organisation or NULL, $3 name or NULL (a made-up one), $4 seconds to live or NULL, $5 SHA-256 (bytea)
-- row: id, name, expiresAt
INSERT INTO prefd.tokens (user_id, org_id, name, expires_at, secret_hash)
VALUES ($1::bigint, $2::bigint, coalesce(btrim($3::text), 'token-' || left(gen_random_uuid()::text, 8)),
        now() + $4::bigint * interval '1 second', $5::bytea)
RETURNING id, name, prefd.rfc3339(expires_at) AS "expiresAt";
