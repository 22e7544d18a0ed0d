-- Tokens, all or those of one account.
-- $1 login or NULL
-- row: id, login, name, orgId (none: follows the person), createdAt, expiresAt, revokedAt
SELECT t.id, u.login, t.name, t.org_id AS "orgId", prefd.rfc3339(t.created_at) AS "createdAt",
       prefd.rfc3339(t.expires_at) AS "expiresAt", prefd.rfc3339(t.revoked_at) AS "revokedAt"
FROM prefd.tokens t
JOIN prefd.users u ON u.id = t.user_id
WHERE $1::text IS NULL OR u.login = lower(btrim($1::text))
ORDER BY t.id;
