-- A new service account in the acting organisation.
-- $1 name, $2 role or NULL, $3 whether it is disabled, or NULL
-- row: body. Refusals: PF060, PF061; 23505 where the name is taken, 23514 users_name_length; 23503 users_org_fkey when
-- the organisation has just gone
SELECT prefd.grafana_service_account(prefd.create_service_account($1::text, $2::text, $3::boolean)) AS body;
