-- Deletes a service account of the acting organisation.
-- $1 id or uid
-- row: id; none when there is no such account. Refusals: PF060
SELECT id FROM prefd.delete_service_account(prefd.service_account_id($1::text)) AS id WHERE id IS NOT NULL;
