-- Deletes a token of a service account of the acting organisation; it is refused from the next request on.
-- $1 id or uid of the account, $2 id of the token
-- row: id; none when there is no such token
DELETE FROM prefd.tokens t
 WHERE t.org_id = prefd.current_org_id() AND t.user_id = prefd.service_account_id($1::text) AND t.id = $2::bigint
RETURNING t.id;
