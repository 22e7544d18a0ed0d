-- Ends a token from the next request on. Once revoked it stays as it is.
-- $1 id
-- row: id, revokedAt; none when there is no such token
UPDATE prefd.tokens SET revoked_at = coalesce(revoked_at, now())
WHERE id = $1::bigint
RETURNING id, prefd.rfc3339(revoked_at) AS "revokedAt";
