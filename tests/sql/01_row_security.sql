-- Every table of the schema has row security, enabled and forced, and nothing lives there that could go around it.

BEGIN;
SELECT * FROM no_plan();

PREPARE bare_tables AS
  SELECT relname FROM pg_class
   WHERE relnamespace = 'prefd'::regnamespace AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity);
PREPARE other_relations AS
  SELECT relname FROM pg_class WHERE relnamespace = 'prefd'::regnamespace AND relkind NOT IN ('r', 'p', 'i', 'I', 'S', 't', 'c');
PREPARE tables_without_admin_policy AS
  SELECT relname FROM pg_class
   WHERE relnamespace = 'prefd'::regnamespace AND relkind IN ('r', 'p')
     AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polroles = ARRAY['prefd_admin'::regrole::oid]);

SELECT isnt_empty($$SELECT FROM pg_class WHERE relnamespace = 'prefd'::regnamespace AND relkind = 'r'$$, 'there are tables');
SELECT is_empty('bare_tables', 'row security is enabled and forced on every table');
SELECT is_empty('other_relations', 'no views or foreign tables');
SELECT is_empty('tables_without_admin_policy', 'prefd_admin has a policy of its own on every table');

-- The tests above notice what they are for.
CREATE TABLE prefd.bare (org_id bigint);
SELECT results_eq('bare_tables', ARRAY['bare'::name], 'a new bare table is noticed');
SELECT results_eq('tables_without_admin_policy', ARRAY['bare'::name], 'and that it has no policy');
ALTER TABLE prefd.bare ENABLE ROW LEVEL SECURITY;
SELECT results_eq('bare_tables', ARRAY['bare'::name], 'enabled alone is not enough');
ALTER TABLE prefd.bare FORCE ROW LEVEL SECURITY;
SELECT is_empty('bare_tables', 'forced is');
CREATE VIEW prefd.window AS SELECT * FROM prefd.tokens;
SELECT results_eq('other_relations', ARRAY['window'::name], 'a view is noticed');
DROP VIEW prefd.window;
DROP TABLE prefd.bare;

-- Policies for the worker, all of them.
SELECT results_eq(
  $$SELECT (polrelid::regclass::text || ' ' || polname) COLLATE "default" FROM pg_policy WHERE polroles = ARRAY['prefd_worker'::regrole::oid] ORDER BY 1$$,
  ARRAY['prefd.dashboards dashboards_delete', 'prefd.dashboards dashboards_insert', 'prefd.dashboards dashboards_read',
        'prefd.dashboards dashboards_update', 'prefd.keyed_preferences keyed_preferences_acting', 'prefd.org_members org_members_acting', 'prefd.orgs orgs_acting', 'prefd.orgs orgs_update',
        'prefd.preferences preferences_acting', 'prefd.preferences preferences_delete', 'prefd.preferences preferences_insert',
        'prefd.preferences preferences_update', 'prefd.sessions sessions_read',
        'prefd.sessions sessions_update', 'prefd.stars stars_own',
        'prefd.team_members team_members_delete', 'prefd.team_members team_members_insert',
        'prefd.team_members team_members_read', 'prefd.team_members team_members_update',
        'prefd.teams teams_delete', 'prefd.teams teams_insert', 'prefd.teams teams_read', 'prefd.teams teams_update',
        'prefd.tokens tokens_of_service_accounts', 'prefd.users users_self_or_fellow',
        'prefd.users users_server_admin', 'prefd.users users_update'], 'the policies of the worker');
SELECT is_empty(
  $$SELECT polname FROM pg_policy WHERE polroles NOT IN (ARRAY['prefd_worker'::regrole::oid], ARRAY['prefd_admin'::regrole::oid])$$,
  'no policy for anybody else');

-- The owner sees nothing, the admin everything.
SET ROLE prefd_owner;
SELECT is_empty('SELECT FROM prefd.users', 'the owner sees no user');
SELECT is_empty('SELECT FROM prefd.tokens', 'the owner sees no token');
SELECT throws_ok($$INSERT INTO prefd.orgs (name) VALUES ('Own')$$, '42501', NULL, 'the owner writes no row');
RESET ROLE;
SET ROLE prefd_admin;
SELECT is((SELECT count(*) FROM prefd.users), 11::bigint, 'the admin sees every user');
SELECT isnt_empty('SELECT FROM prefd.tokens', 'the admin sees tokens');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
