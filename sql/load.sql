-- Applies the whole schema in order, as prefctl migrate does, to an empty database: for tests and for looking at it in psql.
-- The only file with psql commands; every other one is plain SQL.

\set ON_ERROR_STOP on
SET client_min_messages = warning;

\ir roles.sql
\ir migrations/0001_accounts.sql
\ir migrations/0002_preferences.sql
\ir migrations/0003_dashboards.sql
\ir migrations/0004_org_addresses.sql
\ir migrations/0010_login_attempts.sql
\ir functions/add_org_user.sql
\ir functions/age.sql
\ir functions/attempt_subject.sql
\ir functions/authenticate_token.sql
\ir functions/authenticate_user.sql
\ir functions/avatar_url.sql
\ir functions/begin_login.sql
\ir functions/change_org_user.sql
\ir functions/count_attempt.sql
\ir functions/create_org.sql
\ir functions/current_is_server_admin.sql
\ir functions/current_org_id.sql
\ir functions/current_org_role.sql
\ir functions/current_user_id.sql
\ir functions/current_user_orgs.sql
\ir functions/dashboard_id.sql
\ir functions/dashboard_slug.sql
\ir functions/dashboard_to_replace.sql
\ir functions/dashboard_url.sql
\ir functions/delete_org.sql
\ir functions/demand_refusal.sql
\ir functions/enter_context.sql
\ir functions/enter_org.sql
\ir functions/find_orgs.sql
\ir functions/find_password.sql
\ir functions/forget_attempts.sql
\ir functions/grafana_cookies.sql
\ir functions/grafana_org.sql
\ir functions/grafana_preferences.sql
\ir functions/home_dashboard.sql
\ir functions/is_last_org_admin.sql
\ir functions/join_org.sql
\ir functions/json_integer.sql
\ir functions/known_role.sql
\ir functions/lock_org_user.sql
\ir functions/managed_org.sql
\ir functions/person_named.sql
\ir functions/raise_credential_version.sql
\ir functions/raise_version.sql
\ir functions/remove_org_user.sql
\ir functions/return_attempt.sql
\ir functions/rfc3339.sql
\ir functions/save_dashboard.sql
\ir functions/seen_at.sql
\ir functions/server_admin_only.sql
\ir functions/use_org.sql
\ir policies/dashboards.sql
\ir policies/login_attempts.sql
\ir policies/org_members.sql
\ir policies/orgs.sql
\ir policies/preferences.sql
\ir policies/schema_files.sql
\ir policies/tokens.sql
\ir policies/users.sql
\ir grants.sql
