-- Quotas: off unless the connection says otherwise; who sees and sets them; what is refused when they are reached.

\ir begin.psql

SELECT tests.act_as('admin');
SELECT throws_ok('EXECUTE org_quotas_get', 'PF037', NULL, 'off: none of an organisation');
SELECT throws_ok('EXECUTE user_quotas_get', 'PF037', NULL, 'nor of a user');
SELECT throws_ok($$EXECUTE org_quota_set('org_user', '1')$$, 'PF010', NULL, 'an Admin sets none');
SELECT tests.act_as('server_admin');
SELECT throws_ok($$EXECUTE org_quota_set('org_user', '1')$$, 'PF037', NULL, 'nor a server admin');
SELECT throws_ok($$EXECUTE admin_user_quotas_get('201')$$, 'PF037', NULL, 'nor looks at any');
SELECT throws_ok($$EXECUTE admin_user_quota_set('201', 'org_user', '1')$$, 'PF037', NULL, 'nor changes any');

SET LOCAL prefd.quotas = on;
EXECUTE org_quotas_get \gset
SELECT is(:'body'::jsonb, '[{"org_id":101,"target":"api_key","limit":10,"used":2},{"org_id":101,"target":"dashboard","limit":100,"used":2},{"org_id":101,"target":"data_source","limit":10,"used":0},{"org_id":101,"target":"org_user","limit":10,"used":7}]', 'on: as much as Grafana gives; a service account is no user');
EXECUTE user_quotas_get \gset
SELECT is(:'body'::jsonb, '[{"user_id":205,"target":"org_user","limit":10,"used":1}]', 'of a user');
SELECT results_eq($$EXECUTE org_quota_set('org_user', '7')$$, ARRAY[101::bigint], 'set');
SELECT results_eq($$EXECUTE org_quota_set('dashboard', NULL)$$, ARRAY[101::bigint], 'an absent limit is 0');
SELECT results_eq($$EXECUTE org_quota_set('api_key', '-1')$$, ARRAY[101::bigint], '-1 is any number');
SELECT throws_ok($$EXECUTE org_quota_set('api_key', '-2')$$, '23514', NULL, 'less is nothing');
SELECT throws_ok($$EXECUTE org_quota_set('dashboards', '1')$$, 'PF039', NULL, 'not of an unknown target');
SELECT throws_ok($$EXECUTE admin_user_quota_set('201', 'dashboard', '1')$$, 'PF039', NULL, 'nor one of organisations');
SELECT is_empty($$EXECUTE admin_user_quota_set('208', 'org_user', '1')$$, 'not of a service account');
SELECT is_empty($$EXECUTE admin_user_quota_set('999', 'org_user', '1')$$, 'nor of nobody');
SELECT is_empty($$EXECUTE admin_user_quotas_get('999')$$, 'which is not shown either');
SELECT results_eq($$EXECUTE admin_user_quota_set('204', 'org_user', '1')$$, ARRAY[204::bigint], 'of a person');
EXECUTE admin_user_quotas_get('204') \gset
SELECT is(:'body'::jsonb, '[{"user_id":204,"target":"org_user","limit":1,"used":1}]', 'and shown');
SELECT tests.act_in('server_admin', 999);
SELECT throws_ok($$EXECUTE org_quota_set('org_user', '1')$$, '23503', NULL, 'not of no organisation');

SELECT tests.act_as('admin');
SELECT throws_ok($$SELECT prefd.add_org_user('homeless', 'Viewer')$$, 'PF038', NULL, 'no member too many');
SELECT throws_ok($$SELECT prefd.add_org_user('viewer', 'Viewer')$$, 'PF033', NULL, 'who is a member is told that');
SELECT throws_ok($$SELECT prefd.save_dashboard('{"title":"New"}', false)$$, 'PF038', NULL, 'no dashboard too many');
SELECT lives_ok($$SELECT prefd.save_dashboard('{"uid":"north-home","title":"Old"}', true)$$, 'an old one is saved');
SELECT lives_ok($$SELECT prefd.create_service_account('machine', 'Viewer', false)$$, 'service accounts are no members');
SELECT throws_ok('SELECT prefd.set_org_quota(''org_user'', 100)', 'PF010', NULL, 'an Admin does not help himself');
SELECT is_empty('SELECT * FROM prefd.account_quotas(201)', 'nor looks at others');
SELECT tests.act_as('roleless');
SELECT throws_ok('EXECUTE org_quotas_get', 'PF010', NULL, 'without a role nothing is shown');
SELECT tests.act_in('server_admin', 101);
SELECT prefd.set_org_quota('org_user', -1);
SELECT throws_ok($$SELECT prefd.add_org_user('stranger', 'Viewer')$$, 'PF038', NULL, 'no organisation too many');
SELECT is(prefd.add_org_user('homeless', 'Viewer'), 207::bigint, 'any number of members');
SET LOCAL prefd.quotas = off;
SELECT is(prefd.add_org_user('stranger', 'Viewer'), 204::bigint, 'off: nothing is refused');

SELECT * FROM finish();
ROLLBACK;
