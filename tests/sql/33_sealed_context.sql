-- Who is asking cannot be made up: the worker, acting for an editor, tries to write the context with SQL of its own making.
-- docs/decisions/004-sealed-context.md

\ir begin.psql

CREATE FUNCTION pg_temp.denied(statement text, reason text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT throws_ok(statement, '42501', NULL, reason)
$$;
CREATE FUNCTION pg_temp.context() RETURNS text LANGUAGE sql AS $$
  SELECT concat_ws(' ', prefd.current_user_id(), prefd.current_org_id(), prefd.current_org_role(),
                   CASE WHEN prefd.current_is_server_admin() THEN 'server admin' END, prefd.current_session_id(), prefd.current_owner_id())
$$;
SELECT tests.act_as('editor');
SELECT is(pg_temp.context(), '202 101 Editor', 'acting for an editor');
SELECT is(current_setting('backtrace_functions'), '202,101,Editor,,,,,', 'where the context is');

-- writing it
SELECT pg_temp.denied(format('SELECT set_config(%L, %L, %L)', 'backtrace_functions', '203,102,Admin,1,,,,', is_local), 'set_config')
  FROM unnest('{t,f}'::boolean[]) is_local;
SELECT pg_temp.denied(statement, statement) FROM unnest(ARRAY[
  $$SET backtrace_functions = '203,102,Admin,1,,,,'$$,
  $$SET SESSION backtrace_functions = '203,102,Admin,1,,,,'$$,
  $$SET LOCAL backtrace_functions = '203,102,Admin,1,,,,'$$,
  'SET backtrace_functions TO DEFAULT',
  'RESET backtrace_functions',
  $$DO 'BEGIN SET LOCAL backtrace_functions = ''203,102,Admin,1,,,,''; END'$$,
  $$UPDATE pg_settings SET setting = '203,102,Admin,1,,,,' WHERE name = 'backtrace_functions'$$,
  $$CREATE FUNCTION pg_temp.f() RETURNS void LANGUAGE sql SET backtrace_functions = '203,102,Admin,1,,,,' AS ''$$,
  $$ALTER ROLE prefd_worker SET backtrace_functions = '203,102,Admin,1,,,,'$$,
  $$ALTER DATABASE prefd SET backtrace_functions = '203,102,Admin,1,,,,'$$,
  'GRANT SET ON PARAMETER backtrace_functions TO prefd_worker',
  $$SELECT prefd.set_context(203, 102, 'Admin', true, NULL, NULL, NULL, NULL)$$,
  $$SELECT prefd.enter_context(203, 102, 'Admin', true, false, NULL, 'signed_in')$$]) statement;
CREATE FUNCTION pg_temp.kept() RETURNS void LANGUAGE plpgsql SET work_mem FROM CURRENT AS $$
BEGIN
  PERFORM set_config('backtrace_functions', '203,102,Admin,1,,,,', true);
END $$;
SELECT pg_temp.denied('SELECT pg_temp.kept()', 'set_config within a function');
SELECT is(pg_temp.context(), '202 101 Editor', 'the context is what it was');

-- what looks as if it were it
SELECT set_config('prefd.' || name, '203', true) FROM unnest('{user_id,org_id,org_role,server_admin,owner_id,session_id}'::text[]) name;
SELECT is(pg_temp.context(), '202 101 Editor', 'settings of one''s own');
CREATE FUNCTION pg_temp.current_user_id() RETURNS bigint LANGUAGE sql AS 'SELECT 203::bigint';
CREATE FUNCTION pg_temp.current_setting(text) RETURNS text LANGUAGE sql AS $$SELECT '203,102,Admin,1,,,,'$$;
CREATE FUNCTION pg_temp.split_part(text, text, integer) RETURNS text LANGUAGE sql AS $$SELECT '203'$$;
SET LOCAL search_path = pg_temp, public, pg_catalog;
SELECT is(pg_temp.context(), '202 101 Editor', 'functions of one''s own');
SELECT is((SELECT count(*) FROM prefd.orgs), 1::bigint, 'for policies, too');
SET LOCAL search_path = public;

-- a type of one's own, of which functions that a definer function comes to shall know nothing
CREATE FUNCTION pg_temp.is_met_by_admin(value anyelement) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'prefd_admin' THEN
    PERFORM pg_catalog.set_config('tests.met', 'yes', true);
  END IF;
  RETURN true;
END $$;
GRANT EXECUTE ON FUNCTION pg_temp.is_met_by_admin TO PUBLIC;
SELECT prefd.enter_person('202', 'signed_in');
CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.is_met_by_admin(VALUE));
CREATE DOMAIN pg_temp.jsonb AS pg_catalog.jsonb CHECK (pg_temp.is_met_by_admin(VALUE));
CREATE DOMAIN pg_temp.bytea AS pg_catalog.bytea CHECK (pg_temp.is_met_by_admin(VALUE));
SET LOCAL search_path = pg_temp, pg_catalog;
SET LOCAL prefd.precondition = '{"table":"none"}';
SELECT prefd.update_person('{"name":"x"}');
SELECT prefd.set_password(202, 'x', prefd.own_password(0, 300));
SELECT prefd.authenticate_remote('editor', false, NULL, 'signed_in', 'x');
SET LOCAL search_path = public;
DROP DOMAIN pg_temp.text, pg_temp.jsonb, pg_temp.bytea;
SELECT is(current_setting('tests.met', true), NULL, 'types of one''s own');

-- going back to what was
SAVEPOINT before;
SELECT tests.act_as('viewer');
ROLLBACK TO before;
SELECT is(pg_temp.context(), '202 101 Editor', 'a savepoint brings back what was shown, nothing else');
DO 'BEGIN RESET ALL; END';
SET LOCAL search_path = public;
SELECT is(pg_temp.context(), '', 'RESET ALL leaves nobody');
SELECT is((SELECT count(*) FROM prefd.orgs), 0::bigint, 'who sees nothing');

SELECT * FROM finish();
ROLLBACK;
