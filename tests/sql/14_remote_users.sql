-- People whom nginx has identified.

BEGIN;
SELECT * FROM no_plan();

-- What a request gets to as the worker, or the SQLSTATE of its refusal.
CREATE FUNCTION pg_temp.enters(name text, may_create boolean DEFAULT false, wanted bigint DEFAULT NULL, demand text DEFAULT 'signed_in')
RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  SET LOCAL ROLE prefd_worker;
  PERFORM prefd.authenticate_remote(name, may_create, wanted, demand);
  RESET ROLE;
  RETURN concat_ws(' ', (SELECT login FROM prefd.users WHERE id = prefd.current_user_id()), coalesce(prefd.current_org_id()::text, '-'),
                   coalesce(prefd.current_org_role(), '-'), CASE WHEN prefd.current_is_server_admin() THEN 'server admin' END);
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $$;

SELECT is(pg_temp.enters('viewer'), 'viewer 101 Viewer', 'by login');
SELECT is(pg_temp.enters(' VIEWER '), 'viewer 101 Viewer', 'in any case');
SELECT is(pg_temp.enters('server_admin'), 'server_admin 101 Viewer server admin', 'with all their rights');
SELECT is(pg_temp.enters('traveller', false, 102), 'traveller 102 Editor', 'in the wanted organisation');
SELECT is(pg_temp.enters('viewer', false, 102), 'viewer - -', 'or in none');
SELECT is(pg_temp.enters('viewer', false, NULL, 'admin'), 'PF010', 'the demand is judged');
SELECT is(pg_temp.enters('admin@north.example'), 'PF077', 'an email is no login');
SELECT is(pg_temp.enters('robot'), 'PF077', 'service accounts are no people');
SELECT is(pg_temp.enters('robot', true), 'PF077', 'nor become such');
SELECT is(pg_temp.enters('disabled'), 'PF005', 'disabled accounts are refused');
SELECT is(pg_temp.enters('disabled', true), 'PF005', 'and not made anew');
SELECT is(pg_temp.enters('newcomer'), 'PF077', 'unknown ones are refused');
SELECT is(pg_temp.enters('newcomer', NULL), 'PF077', 'unless they may be made');
INSERT INTO prefd.orgs (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'First');
SELECT is(pg_temp.enters('NewComer', true), 'newcomer 1 Viewer', 'then they are');
SELECT is(pg_temp.enters('newcomer', true), 'newcomer 1 Viewer', 'once');
SELECT is(pg_temp.enters('somebody@example', true), 'somebody@example 1 Viewer', 'one with an email');
SELECT results_eq($$SELECT login, email, name, is_server_admin, password_hash IS NULL FROM prefd.users WHERE login IN ('newcomer', 'somebody@example') ORDER BY 1$$,
  $$VALUES ('newcomer', 'newcomer@localhost', '', false, true), ('somebody@example', 'somebody@example', '', false, true)$$, 'as they are stored');
SELECT is(pg_temp.enters('admin@north.example', true), 'PF077', 'somebody''s email does not become a login');
SELECT is(pg_temp.enters('', true), 'PF077', 'nobody is nobody');
SELECT is(pg_temp.enters(NULL, true), 'PF077', 'so is nothing');
SELECT is(pg_temp.enters(repeat('x', 300), true), 'PF077', 'nor what is too long');

SELECT * FROM finish();
ROLLBACK;
