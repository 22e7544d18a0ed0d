-- The sessions of an account.
-- $1 id or UID
-- row: the array; none when there is no such account
SELECT prefd.sessions_of(account.id) FROM (SELECT prefd.account_id($1::text) AS id) account WHERE account.id IS NOT NULL;
