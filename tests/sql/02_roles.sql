-- The worker owns nothing, is a member of nothing, bypasses nothing; functions that run with more rights are exactly these.

BEGIN;
SELECT * FROM no_plan();

SELECT results_eq(
  $$SELECT rolname::text COLLATE "default", rolcanlogin FROM pg_roles
     WHERE rolname LIKE 'prefd%' AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication) ORDER BY 1$$,
  $$VALUES ('prefd_admin', false), ('prefd_owner', false), ('prefd_worker', true)$$,
  'three roles without special rights; only the worker logs in');
SELECT is_empty($$SELECT FROM pg_auth_members WHERE member = 'prefd_worker'::regrole$$, 'the worker is a member of nothing');
SELECT is_empty($$SELECT FROM pg_auth_members WHERE roleid = 'prefd_worker'::regrole$$, 'nobody is a member of the worker');
SELECT is_empty($$SELECT FROM pg_auth_members WHERE roleid IN ('prefd_admin'::regrole, 'prefd_owner'::regrole)$$,
                'a superuser''s load makes no memberships');
SELECT is_empty($$SELECT classid::regclass, objid FROM pg_shdepend WHERE refobjid = 'prefd_worker'::regrole AND deptype = 'o'$$,
                'the worker owns nothing');
SELECT is_empty($$SELECT relname FROM pg_class WHERE relnamespace = 'prefd'::regnamespace AND relowner <> 'prefd_owner'::regrole$$,
                'prefd_owner owns every table');
SELECT ok(NOT has_schema_privilege('prefd_worker', 'prefd', 'CREATE'), 'the worker makes nothing in schema prefd');
SELECT ok(NOT has_schema_privilege('prefd_worker', 'public', 'CREATE'), 'nor in schema public');
SELECT ok(NOT has_database_privilege('prefd_worker', current_database(), 'CREATE'), 'nor a schema');
SELECT results_eq($$SELECT (parname || ' ' || grantee::regrole) COLLATE "default" FROM pg_parameter_acl, aclexplode(paracl) WHERE grantee <> 10
                  ORDER BY 1$$,
  ARRAY['backtrace_functions prefd_admin', 'log_min_messages prefd_admin'], 'the context is the admin''s to write, and what is not logged to say');
SELECT results_eq($$SELECT unnest(setconfig) COLLATE "default" FROM pg_db_role_setting WHERE setrole = 'prefd_worker'::regrole ORDER BY 1$$,
  ARRAY['TimeZone=UTC', 'backtrace_functions=', 'plan_cache_mode=force_generic_plan', 'search_path=pg_catalog, pg_temp'], 'the settings of the worker');

-- functions
PREPARE definers AS
  SELECT (oid::regprocedure::text || ' ' || proowner::regrole) COLLATE "default" FROM pg_proc
   WHERE pronamespace = 'prefd'::regnamespace AND prosecdef ORDER BY 1;
PREPARE public_functions AS
  SELECT oid::regprocedure FROM pg_proc
   WHERE pronamespace = 'prefd'::regnamespace AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0));
SELECT results_eq('definers', ARRAY[
  'prefd.account_quotas(bigint) prefd_admin',
  'prefd.acting_org_quotas() prefd_admin',
  'prefd.add_org_user(text,text) prefd_admin',
  'prefd.authenticate_login(bigint,bigint,bigint,text) prefd_admin',
  'prefd.authenticate_refresh(bytea,bigint,text) prefd_admin',
  'prefd.authenticate_remote(text,boolean,bigint,text,bytea) prefd_admin',
  'prefd.authenticate_session(bytea,bigint,text) prefd_admin',
  'prefd.authenticate_token(bytea,bigint,text) prefd_admin',
  'prefd.authenticate_user(bigint,bigint,bigint,text) prefd_admin',
  'prefd.begin_keyed(text,bytea) prefd_admin',
  'prefd.begin_login(text,text,integer,integer,integer,bytea) prefd_admin',
  'prefd.change_org_user(text,text) prefd_admin',
  'prefd.close_session(bytea) prefd_admin',
  'prefd.count_request(bytea,text,integer) prefd_admin',
  'prefd.create_org(text) prefd_admin',
  'prefd.create_person(text,text,text,bigint,text) prefd_admin',
  'prefd.create_service_account(text,text,boolean) prefd_admin',
  'prefd.current_user_orgs() prefd_admin',
  'prefd.current_user_teams() prefd_admin',
  'prefd.delete_org(bigint) prefd_admin',
  'prefd.delete_person(bigint) prefd_admin',
  'prefd.delete_service_account(bigint) prefd_admin',
  'prefd.effective_preferences(bigint) prefd_admin',
  'prefd.end_keyed(integer,text,text) prefd_admin',
  'prefd.enter_org(bigint,text) prefd_admin',
  'prefd.enter_owner(text,text) prefd_admin',
  'prefd.enter_person(text,text) prefd_admin',
  'prefd.expect_proofs(bytea,bytea) prefd_admin',
  'prefd.find_org_users(text,text,bigint,bigint) prefd_admin',
  'prefd.find_orgs(text,text,bigint,bigint) prefd_admin',
  'prefd.find_password(text) prefd_admin',
  'prefd.give_back_token(bytea) prefd_admin',
  'prefd.grant_token(bytea,bytea,integer,integer) prefd_admin',
  'prefd.holds_preferences(bigint,bigint,smallint) prefd_admin',
  'prefd.keep_member_quotas() prefd_admin',
  'prefd.keep_org_quota() prefd_admin',
  'prefd.keep_org_role() prefd_admin',
  'prefd.keep_people() prefd_admin',
  'prefd.keep_user_names() prefd_admin',
  'prefd.open_session(bytea,text,text,integer,integer) prefd_admin',
  'prefd.own_password(integer,integer) prefd_admin',
  'prefd.person_orgs(bigint) prefd_admin',
  'prefd.remove_org_user(text,boolean) prefd_admin',
  'prefd.renew_password(bigint,text,text) prefd_admin',
  'prefd.return_attempt(bigint,text) prefd_admin',
  'prefd.rotate_session(bytea,bytea) prefd_admin',
  'prefd.search_people(text,text,timestamp with time zone,bigint,bigint,boolean) prefd_admin',
  'prefd.set_disabled(bigint,boolean) prefd_admin',
  'prefd.set_org_quota(text,bigint) prefd_admin',
  'prefd.set_password(bigint,text,text) prefd_admin',
  'prefd.set_server_admin(bigint,boolean) prefd_admin',
  'prefd.set_user_quota(bigint,text,bigint) prefd_admin',
  'prefd.update_person(jsonb) prefd_admin',
  'prefd.update_service_account(bigint,text,text,boolean) prefd_admin',
  'prefd.use_org(bigint,bigint) prefd_admin'], 'the SECURITY DEFINER functions');
SELECT is_empty('public_functions', 'no function is for PUBLIC');
SELECT is_empty($$SELECT FROM pg_proc WHERE pronamespace = 'prefd'::regnamespace AND proconfig IS NOT NULL$$, 'no function has a SET clause');
SELECT ok(NOT has_function_privilege('prefd_worker', 'prefd.enter_context(bigint,bigint,text,boolean,boolean,bigint,text,bigint,bigint,bigint)', 'EXECUTE'),
          'the worker cannot enter a context without a credential');
SELECT ok(NOT has_function_privilege('prefd_worker', 'prefd.find_password(text)', 'EXECUTE'),
          'the worker cannot have a password hash without counting a guess');
SELECT ok(NOT has_function_privilege('prefd_worker', 'prefd.forget_attempts(bigint)', 'EXECUTE'), 'nor have guesses forgotten');
SET ROLE prefd_owner;
CREATE FUNCTION prefd.later() RETURNS integer LANGUAGE sql RETURN 1;
RESET ROLE;
SELECT is_empty('public_functions', 'a new function of the owner is not for PUBLIC either');
CREATE FUNCTION prefd.careless() RETURNS integer LANGUAGE sql SECURITY DEFINER RETURN 1;
SELECT results_eq('public_functions', ARRAY['prefd.careless()'::regprocedure], 'one for PUBLIC is noticed');
SELECT bag_hasnt('definers', $$VALUES ('prefd.later() prefd_owner'::text)$$, 'a plain function is no definer');
SELECT bag_has('definers', $$SELECT 'prefd.careless() ' || current_user$$, 'a new definer is noticed');
DROP FUNCTION prefd.careless();
DROP FUNCTION prefd.later();

-- what the worker may touch, column by column
SELECT results_eq(
  $$SELECT (table_name || ' ' || privilege_type || ' ' || string_agg(column_name, ' ' ORDER BY column_name)) COLLATE "default"
      FROM information_schema.column_privileges WHERE table_schema = 'prefd' AND grantee = 'prefd_worker'
       AND (table_name, privilege_type) NOT IN (('orgs', 'SELECT'), ('org_members', 'SELECT'), ('preferences', 'SELECT'), ('dashboards', 'SELECT'),
                                                  ('teams', 'SELECT'), ('team_members', 'SELECT'), ('stars', 'SELECT'), ('keyed_preferences', 'SELECT'))
     GROUP BY table_name, privilege_type ORDER BY table_name, privilege_type$$,
  ARRAY['dashboards INSERT created_by document org_id slug title uid updated_by',
        'dashboards UPDATE document slug title uid updated_at updated_by version',
        'keyed_preferences INSERT key org_id user_id value', 'keyed_preferences UPDATE key value',
        'orgs UPDATE address1 address2 city country name state zip_code',
        'preferences INSERT document org_id team_id user_id',
        'preferences UPDATE document updated_at version',
        'sessions SELECT client_ip created_at expires_at id idle revoked_at seen_at user_agent user_id',
        'sessions UPDATE revoked_at',
        'stars INSERT dashboard_id org_id user_id',
        'team_members INSERT org_id permission team_id user_id', 'team_members UPDATE permission updated_at',
        'teams INSERT email name org_id', 'teams UPDATE email name updated_at',
        'tokens INSERT expires_at name org_id secret_hash user_id',
        'tokens SELECT created_at expires_at id name org_id revoked_at seen_at user_id',
        'users SELECT created_at email help_flags id is_disabled is_server_admin is_service_account last_seen_at login name org_id service_org_id theme uid updated_at version',
        'users UPDATE email help_flags login name theme'],
  'column grants of the worker');
SELECT results_eq(
  $$SELECT (table_name || ' ' || string_agg(privilege_type, ' ' ORDER BY privilege_type)) COLLATE "default"
      FROM information_schema.table_privileges WHERE table_schema = 'prefd' AND grantee = 'prefd_worker' GROUP BY table_name ORDER BY 1$$,
  ARRAY['dashboards DELETE SELECT', 'keyed_preferences DELETE SELECT', 'org_members SELECT', 'orgs SELECT', 'preferences DELETE SELECT', 'stars DELETE SELECT',
        'team_members DELETE SELECT', 'teams DELETE SELECT', 'tokens DELETE'], 'table grants of the worker');
SELECT is_empty($$SELECT FROM information_schema.table_privileges WHERE table_schema = 'prefd' AND grantee = 'PUBLIC'$$, 'no grants to PUBLIC');

SELECT * FROM finish();
ROLLBACK;
