-- Ends all sessions of an account.
-- $1 id or UID
-- row: id; none when there is no such account. Refusals: PF076
SELECT prefd.log_out(account.id) FROM (SELECT prefd.account_id($1::text) AS id) account WHERE account.id IS NOT NULL;
