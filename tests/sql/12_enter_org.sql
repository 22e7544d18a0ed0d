-- Going on to the organisation that a path names: who may, with what role, and what is seen there.

\ir begin.psql

-- The context of a request with the persona's token whose path names an organisation.
SELECT tests.act_as('viewer');
SELECT prefd.authenticate_token(sha256('traveller'), NULL, 'scoped');
SELECT is(prefd.enter_org(102, 'viewer_or_server_admin'), 102::bigint, 'a member enters');
SELECT is(prefd.current_org_role(), 'Editor', 'with the role there');
SELECT results_eq('SELECT name FROM prefd.orgs', ARRAY['South'], 'and sees it');
SELECT throws_ok($$SELECT prefd.enter_org(102, 'admin_or_server_admin')$$, 'PF010', NULL, 'the demand is judged there');
SELECT throws_ok($$SELECT prefd.enter_org(103, 'viewer_or_server_admin')$$, 'PF010', NULL, 'a stranger does not enter');
SELECT throws_ok($$SELECT prefd.enter_org(999, 'viewer_or_server_admin')$$, 'PF010', NULL, 'the same where there is none');
SELECT throws_ok($$SELECT prefd.enter_org(102, 'no such demand')$$, '22023', NULL, 'an unknown demand refuses');

SELECT prefd.authenticate_token(sha256('server_admin'), NULL, 'scoped');
SELECT is(prefd.enter_org(103, 'admin_or_server_admin'), 103::bigint, 'a server admin enters everywhere');
SELECT ok(prefd.current_org_role() IS NULL, 'without a role where they are no member');
SELECT is(prefd.enter_org(101, 'admin_or_server_admin'), 101::bigint, 'whatever the role is');
SELECT is(prefd.current_org_role(), 'Viewer', 'which stays what it is');
SELECT throws_ok($$SELECT prefd.enter_org(103, 'admin')$$, 'PF010', NULL, 'but is no organisation Admin by that');
SELECT is(prefd.enter_org(999, 'admin_or_server_admin'), 999::bigint, 'also what does not exist');
SELECT is_empty('SELECT FROM prefd.orgs', 'where nothing is seen');

SELECT prefd.authenticate_token(sha256('pinned'), NULL, 'scoped');
SELECT is(prefd.enter_org(102, 'viewer_or_server_admin'), 102::bigint, 'a token of one organisation enters that');
SELECT throws_ok($$SELECT prefd.enter_org(101, 'viewer_or_server_admin')$$, 'PF010', NULL, 'and no other, member or not');

SELECT prefd.authenticate_token(sha256('robot'), NULL, 'scoped');
SELECT is(prefd.enter_org(101, 'viewer_or_server_admin'), 101::bigint, 'a service account enters its own');
SELECT throws_ok($$SELECT prefd.enter_org(102, 'viewer_or_server_admin')$$, 'PF010', NULL, 'and no other');

SELECT tests.act_as_nobody();
SELECT throws_ok($$SELECT prefd.enter_org(101, 'viewer_or_server_admin')$$, 'PF010', NULL, 'no context: nobody');

SELECT tests.act_as('server_admin');
SELECT is(prefd.authenticate_token(sha256('server_admin'), NULL, 'server_admin'), 205::bigint, 'the server admin');
SELECT throws_ok($$SELECT prefd.authenticate_token(sha256('admin'), NULL, 'server_admin')$$, 'PF010', NULL, 'an org Admin is none');
SELECT throws_ok($$SELECT prefd.authenticate_token(sha256('server_admin'), 102, 'admin_or_server_admin')$$, 'PF010', NULL,
                 'a wanted organisation of others is none to act in');

SELECT is(prefd.age(now() - interval '59 seconds'), '< 1 minute');
SELECT is(prefd.age(now() - interval '1 minute'), '1 minute');
SELECT is(prefd.age(now() - interval '5 minutes'), '5 minutes');
SELECT is(prefd.age(now() - interval '119 minutes'), '1 hour');
SELECT is(prefd.age(now() - interval '3 days'), '3 days');
SELECT is(prefd.age(now() - interval '31 days'), '1 month');
SELECT is(prefd.age(now() - interval '364 days'), '11 months');
SELECT is(prefd.age(now() - interval '10 years'), '10 years');
SELECT is(prefd.age(now() + interval '1 day'), '< 1 minute');
SELECT is(prefd.age(prefd.seen_at(NULL, now())), '10 years', 'never seen');
SELECT is(prefd.seen_at(now(), now() - interval '1 day'), now(), 'seen');

SELECT * FROM finish();
ROLLBACK;
