-- Ends a session of an account.
-- $1 id or UID of the account, $2 id of the session
-- row: one; none when there is no such account. Refusals: PF074, PF075
SELECT prefd.revoke_session(account.id, $2::bigint) FROM (SELECT prefd.account_id($1::text) AS id) account WHERE account.id IS NOT NULL;
