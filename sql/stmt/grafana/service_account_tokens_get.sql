-- Tokens of a service account of the acting organisation, in the order of their making; none of an unknown account.
-- $1 id or uid
-- row: body, an array. secondsUntilExpiration is 0 but in the last seven days
SELECT coalesce(json_agg(row_to_json(listed)), '[]') AS body
  FROM (SELECT t.id, t.name, prefd.rfc3339(t.created_at) AS created, prefd.rfc3339(t.seen_at) AS "lastUsedAt",
               prefd.rfc3339(t.expires_at) AS expiration,
               CASE WHEN t.expires_at > now() AND t.expires_at < now() + interval '7 days'
                    THEN extract(epoch FROM t.expires_at - now()) ELSE 0 END AS "secondsUntilExpiration",
               coalesce(t.expires_at <= now(), false) AS "hasExpired", t.revoked_at IS NOT NULL AS "isRevoked"
          FROM prefd.tokens t
         WHERE t.org_id = prefd.current_org_id() AND t.user_id = prefd.service_account_id($1::text)
         ORDER BY t.id) listed;
