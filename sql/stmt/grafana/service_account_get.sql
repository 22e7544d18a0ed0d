-- The profile of a service account of the acting organisation.
-- $1 id or uid
-- row: body; none when there is no such account
SELECT body FROM prefd.grafana_service_account(prefd.service_account_id($1::text)) AS body WHERE body IS NOT NULL;
