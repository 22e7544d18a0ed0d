-- The statements of Grafana's preferences: what they show and what they leave behind.

\ir begin.psql

PREPARE stored AS SELECT document, version FROM prefd.preferences WHERE user_id = prefd.current_user_id();
PREPARE org_stored AS SELECT document, version FROM prefd.preferences WHERE user_id = 0 AND team_id = 0;

-- reading
SELECT is_empty('EXECUTE user_preferences_get', 'no context: nothing');
SELECT is_empty('EXECUTE org_preferences_get', 'no context, organisation: nothing');
SELECT tests.act_as('homeless');
SELECT is_empty('EXECUTE user_preferences_get', 'no organisation: nothing');
SELECT tests.act_as('editor');
SELECT is_empty('EXECUTE user_preferences_get', 'no row: nothing of the organisation''s row');
SELECT results_eq('EXECUTE org_preferences_get', $$VALUES ('{"timezone":"utc","homeDashboardUID":"north-other"}'::prefd.preferences_document, 302::bigint, '101-0-0-1')$$,
          'the organisation''s row, its home dashboard''s id looked up');
SELECT tests.act_as('traveller', 102);
SELECT results_eq('EXECUTE user_preferences_get', $$VALUES ('{"weekStart":"sunday"}'::prefd.preferences_document, NULL::bigint, '102-210-0-1')$$, 'a user has preferences in each organisation');
SELECT tests.act_as('traveller');
SELECT is_empty('EXECUTE user_preferences_get', 'and others elsewhere');

-- writing: sets, takes away, raises the version
SELECT tests.act_as('editor');
SELECT results_eq($$INSERT INTO prefd.preferences (org_id, user_id, document) VALUES (101, 202, '{}') RETURNING version$$, 'VALUES (1)');
DELETE FROM prefd.preferences;
EXECUTE user_preferences_write('{"theme":"light","timezone":"utc","weekStart":"monday","bookmarkUrls":["/a\"b"],"homeTab":"starred","language":"de-DE","regionalFormat":"de-CH","dateStyle":"localized","cookies":["functional","analytics"]}', '{}', NULL, NULL) \gset
SELECT is(:'tag'::text, '101-202-0-1', 'the first write has version 1');
EXECUTE user_preferences_get \gset
SELECT is(:'document'::jsonb, '{"theme":"light","timezone":"utc","weekStart":"monday","bookmarkUrls":["/a\"b"],"homeTab":"starred","language":"de-DE","regionalFormat":"de-CH","dateStyle":"localized","cookies":["functional","analytics"]}'::jsonb,
          'every key');
EXECUTE user_preferences_write('{"theme":"dark","cookies":[],"bookmarkUrls":[]}', '{language,homeTab,weekStart}', NULL, NULL) \gset
SELECT is(:'tag'::text, '101-202-0-2', 'the next one raises it');
EXECUTE user_preferences_get \gset
SELECT is(:'document'::jsonb, '{"theme":"dark","timezone":"utc","bookmarkUrls":[],"regionalFormat":"de-CH","dateStyle":"localized","cookies":[]}'::jsonb,
          'keys are taken away and set, others stay; empty lists are values');
EXECUTE user_preferences_write('{"theme":"light"}', '{theme}', NULL, NULL) \gset
EXECUTE user_preferences_get \gset
SELECT is(:'document'::json ->> 'theme', 'light', 'a key both taken away and set is set');
EXECUTE user_preferences_write('{}', '{}', NULL, NULL) \gset
SELECT is(:'tag'::text, '101-202-0-4', 'writing nothing raises the version too');
SELECT results_eq('SELECT updated_at FROM prefd.preferences WHERE user_id = 202', 'SELECT now()', 'and the time');
EXECUTE user_preferences_write('{}', '{theme,timezone,bookmarkUrls,regionalFormat,dateStyle,cookies}', NULL, NULL) \gset
EXECUTE user_preferences_get \gset
SELECT is(:'document'::jsonb, '{}'::jsonb, 'all taken away');
SELECT throws_ok($$EXECUTE user_preferences_write('[]', '{}', NULL, NULL)$$, '23514', NULL, 'a document is an object');
SELECT throws_ok($$EXECUTE user_preferences_write('{"theme":', '{}', NULL, NULL)$$, '22P02', NULL, 'and JSON');
SELECT throws_ok($$EXECUTE user_preferences_write('{"theme":"\u0000"}', '{}', NULL, NULL)$$, '22P05', NULL, 'without NUL');

-- the home dashboard
EXECUTE user_preferences_write('{"theme":"dark"}', '{}', 'north-home', NULL) \gset
SELECT results_eq('stored', $$VALUES ('{"theme":"dark","homeDashboardUID":"north-home"}'::prefd.preferences_document, 6)$$, 'set by uid');
EXECUTE user_preferences_write('{}', '{}', NULL, 302) \gset
SELECT results_eq('stored', $$VALUES ('{"theme":"dark","homeDashboardUID":"north-other"}'::prefd.preferences_document, 7)$$, 'by id');
EXECUTE user_preferences_write('{}', '{}', 'north-home', 302) \gset
EXECUTE user_preferences_get \gset
SELECT is(:'document'::jsonb ->> 'homeDashboardUID', 'north-home', 'the uid beats the id');
SELECT is(:'home_dashboard_id'::text, '301', 'both are shown');
SELECT throws_ok($$EXECUTE user_preferences_write('{"theme":"light"}', '{}', 'unknown', NULL)$$, 'PF020', 'dashboard not found');
SELECT throws_ok($$EXECUTE user_preferences_write('{"theme":"light"}', '{}', 'unknown', 301)$$, 'PF020', 'dashboard not found', 'the id does not help');
SELECT throws_ok($$EXECUTE user_preferences_write('{"theme":"light"}', '{}', NULL, 999)$$, 'PF020', 'dashboard not found');
SELECT throws_ok($$EXECUTE user_preferences_write('{"theme":"light"}', '{}', 'south-home', NULL)$$, 'PF020', 'dashboard not found', 'another organisation''s uid');
SELECT throws_ok($$EXECUTE user_preferences_write('{"theme":"light"}', '{}', NULL, 303)$$, 'PF020', 'dashboard not found', 'another organisation''s id');
SELECT results_eq('stored', $$VALUES ('{"theme":"dark","homeDashboardUID":"north-home"}'::prefd.preferences_document, 8)$$, 'refusals change nothing');
EXECUTE user_preferences_write('{}', '{}', 'home', NULL) \gset
EXECUTE user_preferences_get \gset
SELECT is(:'document'::jsonb ->> 'homeDashboardUID', 'home', '"home" is always accepted');
EXECUTE user_preferences_write('{"homeDashboardId":217}', '{homeDashboardUID}', NULL, NULL) \gset
EXECUTE user_preferences_get \gset
SELECT is(:'document'::jsonb ->> 'homeDashboardId', '217', 'an unchecked id is shown as stored');
EXECUTE user_preferences_write('{}', '{homeDashboardId}', 'north-home', NULL) \gset
EXECUTE dashboard_delete('north-home') \gset
SELECT results_eq('EXECUTE user_preferences_get', $$VALUES ('{"theme":"dark","homeDashboardUID":"north-home"}'::prefd.preferences_document, NULL::bigint, '101-202-0-11')$$,
          'a dashboard that is gone keeps its uid, not its id');
SELECT results_eq($$EXECUTE home_dashboard_find('north-other', NULL)$$, $$VALUES ('north-other')$$, 'found by uid');
SELECT results_eq($$EXECUTE home_dashboard_find(NULL, 302)$$, $$VALUES ('north-other')$$, 'found by id');
SELECT throws_ok($$EXECUTE home_dashboard_find('south-home', NULL)$$, 'PF020', 'dashboard not found', 'not in another organisation');
SELECT throws_ok($$EXECUTE home_dashboard_find(NULL, NULL)$$, 'PF020', 'dashboard not found', 'nothing named');

-- the organisation's row
SELECT throws_ok($$EXECUTE org_preferences_write('{}', '{}', NULL, NULL)$$, '42501', NULL, 'an editor does not write it');
SELECT tests.act_as('admin');
EXECUTE org_preferences_write('{"weekStart":"sunday"}', '{homeDashboardUID}', NULL, NULL) \gset
SELECT results_eq('org_stored', $$VALUES ('{"timezone":"utc","weekStart":"sunday"}'::prefd.preferences_document, 2)$$, 'an admin does');
EXECUTE user_preferences_get \gset
SELECT is(:'document'::json ->> 'theme', 'light', 'and leaves the own row alone');
EXECUTE org_preferences_write('{}', '{}', NULL, 302) \gset
SELECT results_eq('org_stored', $$VALUES ('{"timezone":"utc","weekStart":"sunday","homeDashboardUID":"north-other"}'::prefd.preferences_document, 3)$$, 'with a home dashboard');
SELECT tests.act_as('homeless');
SELECT throws_ok($$EXECUTE user_preferences_write('{}', '{}', NULL, NULL)$$, '42501', NULL, 'no organisation: nothing to write to');
SELECT throws_ok($$EXECUTE org_preferences_write('{}', '{}', NULL, NULL)$$, '42501', NULL, 'nor for the organisation');
SELECT tests.act_as('server_admin', 101);
SELECT throws_ok($$EXECUTE org_preferences_write('{}', '{}', NULL, NULL)$$, '42501', NULL, 'a server admin who is a Viewer does not');

SELECT * FROM finish();
ROLLBACK;
