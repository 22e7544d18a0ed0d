-- If-Match and If-None-Match, judged by the statement that writes.

\ir begin.psql

SELECT tests.act_as('admin');
EXECUTE org_preferences_get \gset
SELECT is(:'tag'::text, '101-0-0-1', 'the tag of a row is its key and its version');
SELECT tests.act_as('editor');
SELECT is_empty('EXECUTE user_preferences_get', 'a row that is not there yet');

EXECUTE expect_tags('preferences', true, '["101-202-0-1"]');
SELECT throws_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'PF080', NULL, 'not what was expected');
EXECUTE expect_tags('preferences', true, '[]');
SELECT throws_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'PF080', NULL, 'nothing is not it either');
EXECUTE expect_tags('preferences', true, '["x","101-202-0-0"]');
SELECT throws_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'PF080', NULL, 'is of no version');
EXECUTE expect_tags('preferences', true, '["x","0"]');
SELECT lives_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'but has a tag');
SELECT throws_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'PF080', NULL, 'which the next write no longer finds');
EXECUTE expect_tags('preferences', true, '["101-202-0-1"]');
SELECT lives_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'it has another version now');
EXECUTE expect_tags('preferences', true, '["*"]');
SELECT lives_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'any that is there');
EXECUTE expect_tags('preferences', false, '["*"]');
SELECT throws_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'PF080', NULL, 'none that is there');
EXECUTE expect_tags('preferences', false, '["101-202-0-1"]');
SELECT lives_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'any but this');
EXECUTE expect_tags('dashboards', true, '["x"]');
SELECT lives_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, 'what is expected of another table is no matter');

SELECT tests.act_as('admin');
EXECUTE expect_tags('orgs', true, '["101-2"]');
SELECT throws_ok($$EXECUTE org_update('x')$$, 'PF080', NULL, 'organisations');
EXECUTE expect_tags('orgs', true, '["101-1"]');
SELECT lives_ok($$EXECUTE org_update('x')$$, 'of their version');
EXECUTE expect_tags('dashboards', true, '["101-301-2"]');
SELECT throws_ok($$DELETE FROM prefd.dashboards WHERE id = 301$$, 'PF080', NULL, 'deleting, too');
EXECUTE expect_tags('dashboards', true, '["101-301-1"]');
SELECT lives_ok($$DELETE FROM prefd.dashboards WHERE id = 301$$, 'only what was expected');
EXECUTE expect_tags('users', true, '["208-2"]');
SELECT throws_ok($$EXECUTE service_account_update('208', NULL, 'Viewer', NULL)$$, 'PF080', NULL, 'accounts of services');
EXECUTE expect_tags('users', true, '["208-1"]');
SELECT lives_ok($$EXECUTE service_account_update('208', NULL, 'Viewer', NULL)$$, 'with another role, which is kept in two places');

SELECT * FROM finish();
ROLLBACK;
