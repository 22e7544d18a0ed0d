-- Who may touch what. The admin: every row of every table. The worker: exactly what is listed here, and of that what the
-- policies show; never password_hash, credential_version, what a token is known by, nor the columns that say whose a row is.
-- Re-appliable: takes everything back first.

GRANT USAGE ON SCHEMA prefd TO prefd_worker;

SET ROLE prefd_owner;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA prefd TO prefd_admin;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA prefd TO prefd_admin;

REVOKE ALL ON ALL TABLES IN SCHEMA prefd FROM PUBLIC, prefd_worker;
GRANT SELECT ON prefd.orgs, prefd.org_members TO prefd_worker;
GRANT SELECT (id, uid, login, email, name, theme, is_server_admin, is_disabled, is_service_account, org_id, service_org_id,
              version, created_at, updated_at, last_seen_at, help_flags),
      UPDATE (login, email, name, theme, help_flags) ON prefd.users TO prefd_worker;
GRANT UPDATE (name, address1, address2, city, zip_code, state, country) ON prefd.orgs TO prefd_worker;
GRANT SELECT, DELETE, INSERT (org_id, user_id, team_id, document), UPDATE (document, version, updated_at)
  ON prefd.preferences TO prefd_worker;
GRANT SELECT, DELETE, INSERT (org_id, uid, title, slug, document, created_by, updated_by),
      UPDATE (uid, title, slug, document, version, updated_by, updated_at)
  ON prefd.dashboards TO prefd_worker;
GRANT SELECT (id, user_id, org_id, name, created_at, seen_at, expires_at, revoked_at), DELETE,
      INSERT (user_id, org_id, name, secret_hash, expires_at)
  ON prefd.tokens TO prefd_worker;
GRANT SELECT (id, user_id, client_ip, user_agent, created_at, seen_at, idle, expires_at, revoked_at), UPDATE (revoked_at)
  ON prefd.sessions TO prefd_worker;
GRANT SELECT, DELETE, INSERT (org_id, name, email), UPDATE (name, email, updated_at) ON prefd.teams TO prefd_worker;
GRANT SELECT, DELETE, INSERT (org_id, team_id, user_id, permission), UPDATE (permission, updated_at)
  ON prefd.team_members TO prefd_worker;
GRANT SELECT, DELETE, INSERT (org_id, user_id, dashboard_id) ON prefd.stars TO prefd_worker;
GRANT SELECT, DELETE, INSERT (org_id, user_id, key, value), UPDATE (key, value) ON prefd.keyed_preferences TO prefd_worker;

GRANT EXECUTE ON FUNCTION
  prefd.attempt_subject(text, text), prefd.pieces(text), prefd.current_renewed_token(), prefd.current_token_org(),
  prefd.set_context(bigint, bigint, text, boolean, bigint, bigint, bigint, bigint) TO prefd_admin;
GRANT EXECUTE ON FUNCTION
  prefd.current_session_id(), prefd.session_end(timestamptz, timestamptz, interval, timestamptz), prefd.agent_parts(text),
  prefd.sessions_of(bigint), prefd.revoke_session(bigint, bigint), prefd.log_out(bigint)
  TO prefd_admin, prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.service_account_login(bigint, text), prefd.service_account_refusal(text) TO prefd_admin;
GRANT EXECUTE ON FUNCTION
  prefd.context_field(integer), prefd.current_org_id(), prefd.current_user_id(), prefd.current_org_role(), prefd.current_is_server_admin(),
  prefd.demand_refusal(text, bigint, text, boolean, boolean), prefd.avatar_url(text), prefd.age(timestamptz),
  prefd.seen_at(timestamptz, timestamptz), prefd.rfc3339(timestamptz), prefd.json_integer(jsonb),
  prefd.dashboard_id(text), prefd.dashboard_slug(text), prefd.dashboard_url(text, text), prefd.dashboard_to_replace(bigint, text), prefd.save_dashboard(jsonb, boolean), prefd.create_team(text, text),
  prefd.replace_team_members(bigint, jsonb, jsonb),
  prefd.home_dashboard(text, bigint),
  prefd.service_account_id(text), prefd.grafana_service_accounts(), prefd.grafana_service_account(bigint),
  prefd.find_team(text), prefd.team_id(text), prefd.enter_team(text, text), prefd.grafana_teams(), prefd.dashboard_tags(jsonb),
  prefd.star_target(bigint), prefd.search_limit(bigint, jsonb, jsonb), prefd.separated(jsonb)
  TO prefd_admin, prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.account_id(text), prefd.trimmed(text), prefd.update_profile(bigint, text, text, text, text), prefd.user_profile(bigint)
  TO prefd_admin, prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.current_owner_id(), prefd.decimal_id(text), prefd.expect_tag(text, text), prefd.selfcommunity_preference(prefd.keyed_preferences), prefd.rfc3339_microseconds(timestamptz)
  TO prefd_admin, prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.agency_role(text, text), prefd.cased_language(text), prefd.counts_as_set(text, jsonb), prefd.is_language_tag(text), prefd.page_cursor(bigint), prefd.page_start(text),
  prefd.reachable_people(), prefd.read_valara_preferences(), prefd.valara_preferences(jsonb), prefd.valara_users(),
  prefd.write_preferences(bigint, bigint, jsonb, text[]), prefd.write_valara_preferences(jsonb, text[], text), prefd.write_valara_user(jsonb)
  TO prefd_admin, prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.grafana_keys(), prefd.grafana_org(prefd.orgs), prefd.known_role(text), prefd.managed_org(), prefd.server_admin_only(),
  prefd.user_sort_order(text), prefd.team_sort_order(text), prefd.show_org_users(bigint[]),
  prefd.quotas_must_be_on(), prefd.another_password(text, text, timestamptz, timestamptz),
  prefd.note_failure(text, text, text, text, integer),
  prefd.grafana_listing(bigint, text, text, text, text, boolean, boolean, timestamptz, timestamptz)
  TO prefd_admin, prefd_worker;

RESET ROLE;
SET ROLE prefd_admin;

GRANT EXECUTE ON FUNCTION
  prefd.authenticate_token(bytea, bigint, text), prefd.authenticate_user(bigint, bigint, bigint, text),
  prefd.authenticate_login(bigint, bigint, bigint, text), prefd.expect_proofs(bytea, bytea),
  prefd.enter_org(bigint, text), prefd.begin_keyed(text, bytea), prefd.end_keyed(integer, text, text), prefd.begin_login(text, text, integer, integer, integer, bytea), prefd.return_attempt(bigint, text),
  prefd.renew_password(bigint, text, text),
  prefd.holds_preferences(bigint, bigint, smallint), prefd.current_user_orgs(), prefd.current_user_teams(), prefd.use_org(bigint, bigint) TO prefd_worker;
REVOKE EXECUTE ON FUNCTION prefd.find_password(text) FROM prefd_worker; -- begin_login counts what it hands out
GRANT EXECUTE ON FUNCTION
  prefd.create_service_account(text, text, boolean), prefd.update_service_account(bigint, text, text, boolean),
  prefd.delete_service_account(bigint) TO prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.own_password(integer, integer), prefd.set_password(bigint, text, text), prefd.person_orgs(bigint),
  prefd.create_person(text, text, text, bigint, text), prefd.delete_person(bigint), prefd.set_disabled(bigint, boolean),
  prefd.set_server_admin(bigint, boolean),
  prefd.search_people(text, text, timestamptz, bigint, bigint, boolean) TO prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.authenticate_remote(text, boolean, bigint, text, bytea), prefd.authenticate_session(bytea, bigint, text),
  prefd.open_session(bytea, text, text, integer, integer),
  prefd.rotate_session(bytea, bytea), prefd.close_session(bytea) TO prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.count_request(bytea, text, integer), prefd.enter_person(text, text), prefd.effective_preferences(bigint),
  prefd.update_person(jsonb) TO prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.enter_owner(text, text), prefd.grant_token(bytea, bytea, integer, integer),
  prefd.authenticate_refresh(bytea, bigint, text), prefd.give_back_token(bytea) TO prefd_worker;
GRANT EXECUTE ON FUNCTION
  prefd.find_orgs(text, text, bigint, bigint), prefd.create_org(text), prefd.delete_org(bigint),
  prefd.find_org_users(text, text, bigint, bigint),
  prefd.acting_org_quotas(), prefd.account_quotas(bigint), prefd.set_org_quota(text, bigint),
  prefd.set_user_quota(bigint, text, bigint),
  prefd.add_org_user(text, text), prefd.change_org_user(text, text), prefd.remove_org_user(text, boolean) TO prefd_worker;

RESET ROLE;
