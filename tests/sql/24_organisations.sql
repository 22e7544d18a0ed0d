-- The organisations of a user, the current one and how it is changed, and the one acted in.

\ir begin.psql

SELECT tests.act_as('traveller');
EXECUTE user_orgs_get \gset
SELECT is(:'body'::jsonb, '[{"orgId":101,"name":"North","role":"Viewer"},{"orgId":102,"name":"South","role":"Editor"}]', 'all organisations of a user, by name');
SELECT tests.act_as('viewer');
EXECUTE user_orgs_get \gset
SELECT is(:'body'::jsonb, '[{"orgId":101,"name":"North","role":"Viewer"}]', 'none of anybody else');
SELECT tests.act_as('homeless');
EXECUTE user_orgs_get \gset
SELECT is(:'body'::text, '[]', 'none at all');

SELECT tests.act_as('traveller');
SELECT is(prefd.use_org(prefd.current_user_id(), 102), 102::bigint, 'a member may');
SELECT is((SELECT org_id FROM prefd.users WHERE id = 210), 102::bigint, 'and it is the current one');
SELECT throws_ok('SELECT prefd.use_org(prefd.current_user_id(), 103)', 'PF030', NULL, 'not who is no member');
SELECT throws_ok('SELECT prefd.use_org(prefd.current_user_id(), 999)', 'PF030', NULL, 'the same where there is none');
SELECT throws_ok('SELECT prefd.use_org(prefd.current_user_id(), NULL)', 'PF030', NULL, 'nor nowhere');
SELECT tests.act_as('server_admin');
SELECT throws_ok('SELECT prefd.use_org(prefd.current_user_id(), 102)', 'PF030', NULL, 'a server admin is no exception for themselves');
SELECT throws_ok('UPDATE prefd.users SET org_id = 102', '42501', NULL, 'there is no other way');
SELECT throws_ok('SELECT prefd.use_org(prefd.current_user_id(), 101)', 'PF030', NULL, 'no context: nobody') FROM tests.act_as_nobody();

SELECT tests.act_as('viewer');
EXECUTE org_get \gset
SELECT is(:'body'::jsonb, '{"id":101,"name":"North","address":{"address1":"","address2":"","city":"","zipCode":"","state":"","country":""}}', 'the organisation acted in');
SELECT tests.act_as('viewer', 102);
SELECT is_empty('EXECUTE org_get', 'none where the user is no member');

SELECT * FROM finish();
ROLLBACK;
