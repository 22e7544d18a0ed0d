-- A token of a service account of the acting organisation; only the hash of its secret comes here.
-- $1 id or uid of the account, $2 name, $3 seconds to live, 0 or NULL: for ever, $4 SHA-256 (binary)
-- row: id, name as JSON; none when there is no such account. Refusals: 23505 tokens_user_name_key, 23514 tokens_name_length;
-- 23503 tokens_... when the account has just gone
INSERT INTO prefd.tokens AS t (user_id, org_id, name, expires_at, secret_hash)
SELECT account, prefd.current_org_id(), $2::text, now() + nullif($3::bigint, 0) * interval '1 second', $4::bytea
  FROM prefd.service_account_id($1::text) AS account
 WHERE account IS NOT NULL
RETURNING t.id, to_json(t.name);
