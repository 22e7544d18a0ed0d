-- Dashboards by persona, and the statements of Grafana's dashboards.

\ir begin.psql

CREATE FUNCTION pg_temp.visible() RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(uid, ' ' ORDER BY uid), 'nothing') FROM prefd.dashboards
$$;
SELECT is(pg_temp.visible(), 'nothing', 'no context: nothing');
SELECT tests.act_as('viewer');
SELECT is(pg_temp.visible(), 'north-home north-other', 'a viewer sees those of the organisation');
SELECT is_empty($$EXECUTE dashboard_get('south-home')$$, 'and no other');
SELECT tests.act_as('stranger');
SELECT is(pg_temp.visible(), 'south-home', 'who is elsewhere sees others');
SELECT tests.act_as('server_admin', 102);
SELECT is(pg_temp.visible(), 'nothing', 'a server admin sees none where no member');
SELECT tests.act_as('homeless');
SELECT is(pg_temp.visible(), 'nothing', 'without an organisation none');

-- who writes
CREATE FUNCTION pg_temp.saves(persona text, expected text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  answer text := 'ok';
BEGIN
  PERFORM tests.act_as(persona);
  BEGIN
    PERFORM prefd.save_dashboard('{"title":"New"}', false);
  EXCEPTION WHEN OTHERS THEN
    answer := SQLSTATE;
  END;
  RETURN NEXT is(answer, expected, persona || ' saves: ' || expected);
END $$;
SELECT pg_temp.saves('viewer', '42501');
SELECT pg_temp.saves('roleless', '42501');
SELECT pg_temp.saves('server_admin', '42501');
SELECT pg_temp.saves('homeless', '42501');
SELECT pg_temp.saves('editor', 'ok');
SELECT pg_temp.saves('robot', 'ok');
SELECT pg_temp.saves('admin', 'ok');
SELECT tests.act_as('viewer');
SELECT is_empty($$EXECUTE dashboard_delete('north-home')$$, 'a viewer deletes none');
SELECT is_empty($$UPDATE prefd.dashboards SET title = 'x' RETURNING 1$$, 'and changes none');
SELECT throws_ok($$EXECUTE dashboard_save('{"uid":"north-home","title":"x","version":1}', true)$$, '42501', NULL, 'and replaces none');

-- creating
SELECT tests.act_as('editor');
EXECUTE dashboard_save('{"id":null,"uid":"new","title":"  A  New: Board! ","panels":[1],"tags":["a"]}', false) \gset
SELECT is(:'body'::jsonb - 'id', '{"status":"success","slug":"a-new-board","version":1,"uid":"new","url":"/d/new/a-new-board","folderUid":"","title":"A  New: Board!"}', 'created');
SELECT is((SELECT string_agg(key, ' ') FROM json_object_keys(:'body') key), 'status slug version id uid url folderUid title', 'keys in order');
SELECT results_eq($$SELECT org_id, document, created_by, updated_by FROM prefd.dashboards WHERE uid = 'new'$$,
                  $$VALUES (101::bigint, '{"panels":[1],"tags":["a"]}'::jsonb, 202::bigint, 202::bigint)$$, 'the document holds the rest');
EXECUTE dashboard_save('{"title":"Без имени"}', NULL) \gset
SELECT matches(:'body'::json ->> 'uid', '^[A-Za-z0-9_-]{14,40}$', 'a uid is made when none is given');
EXECUTE dashboard_save('{"uid":"south-home","title":"Mine"}', false) \gset
SELECT is(:'body'::json ->> 'version', '1', 'a uid of another organisation is free here');
SELECT throws_ok($$EXECUTE dashboard_save('{"uid":"x"}', false)$$, '23514', NULL, 'no title');
SELECT throws_ok($$EXECUTE dashboard_save('{"uid":"x","title":"  "}', false)$$, '23514', NULL, 'a blank title');
SELECT throws_ok($$EXECUTE dashboard_save('{"uid":"a/b","title":"x"}', false)$$, '23514', NULL, 'characters of a uid');
SELECT throws_ok($$EXECUTE dashboard_save('{"id":999,"title":"x"}', false)$$, 'PF020', 'dashboard not found');
SELECT throws_ok($$EXECUTE dashboard_save('{"id":303,"title":"x"}', true)$$, 'PF020', 'dashboard not found', 'an id of another organisation');
SELECT throws_ok($$EXECUTE dashboard_save('{"id":1e30,"title":"x"}', true)$$, '22003', NULL, 'an id beyond 64 bits');

-- replacing
SELECT throws_ok($$EXECUTE dashboard_save('{"uid":"new","title":"x"}', false)$$, 'PF021', 'dashboard version mismatch', 'a missing version is 0');
SELECT throws_ok($$EXECUTE dashboard_save('{"uid":"new","title":"x","version":2}', NULL)$$, 'PF021', 'dashboard version mismatch');
SELECT throws_ok($$EXECUTE dashboard_save('{"id":301,"uid":"new","title":"x","version":1}', true)$$, 'PF022', 'uid belongs to another dashboard');
EXECUTE dashboard_save('{"uid":"new","title":"Second","version":1}', false) \gset
SELECT is(:'body'::jsonb - 'id', '{"status":"success","slug":"second","version":2,"uid":"new","url":"/d/new/second","folderUid":"","title":"Second"}', 'the right version');
EXECUTE dashboard_save('{"uid":"new","title":"Third"}', true) \gset
SELECT is(:'body'::json ->> 'version', '3', 'or overwrite');
EXECUTE dashboard_save('{"id":301,"uid":"moved","title":"Moved","version":1}', false) \gset
SELECT is(:'body'::jsonb @> '{"id":301,"uid":"moved","version":2}', true, 'an id brings a new uid');
EXECUTE dashboard_save('{"id":301,"title":"Moved","version":2}', false) \gset
SELECT is(:'body'::json ->> 'uid', 'moved', 'without one it keeps its own');

-- reading
EXECUTE dashboard_get('moved') \gset
SELECT is((:'body'::jsonb -> 'dashboard'), '{"id":301,"uid":"moved","version":3,"title":"Moved"}', 'the dashboard');
SELECT is((:'body'::jsonb -> 'meta') - '{created,updated}'::text[], '{"type":"db","isStarred":false,"slug":"moved","url":"/d/moved/moved","canStar":true,"canSave":true,"canEdit":true,"canAdmin":false,"canDelete":true,"createdBy":"editor","updatedBy":"editor","version":3,"hasAcl":false,"isFolder":false,"folderId":0,"folderUid":"","folderTitle":"General","folderUrl":"","provisioned":false,"provisionedExternalId":"","expires":"0001-01-01T00:00:00Z","annotationsPermissions":null}', 'its meta');
SELECT matches(:'body'::json -> 'meta' ->> 'created', '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$', 'times are RFC 3339');
SELECT tests.act_as('admin');
EXECUTE dashboard_get('north-other') \gset
SELECT is((:'body'::jsonb -> 'meta') @> '{"canAdmin":true,"createdBy":"Anonymous"}', true, 'an admin may administer; nobody made it');
SELECT tests.act_as('viewer');
EXECUTE dashboard_get('north-other') \gset
SELECT is((:'body'::jsonb -> 'meta') @> '{"canSave":false,"canEdit":false,"canAdmin":false,"canDelete":false}', true, 'a viewer may not');

-- deleting
SELECT tests.act_as('editor');
EXECUTE dashboard_delete('moved') \gset
SELECT is(:'body'::text, '{"title":"Moved","message":"Dashboard Moved deleted","uid":"moved","id":301}', 'deleted');
SELECT is_empty($$EXECUTE dashboard_delete('moved')$$, 'only once');
SELECT is_empty($$EXECUTE dashboard_get('moved')$$, 'and gone');

-- home
EXECUTE dashboards_home \gset
SELECT is(:'body'::text, '{"redirectUri":"/d/north-other/north-other"}', 'the organisation''s home dashboard');
EXECUTE user_preferences_write('{"homeDashboardUID":"new"}', '{}', NULL, NULL) \gset
EXECUTE dashboards_home \gset
SELECT is(:'body'::text, '{"redirectUri":"/d/new/third"}', 'one''s own comes first');
EXECUTE dashboard_delete('new') \gset
EXECUTE dashboards_home \gset
SELECT is(:'body'::jsonb #> '{meta,canEdit}', 'true', 'one that is gone is the built-in page, not the organisation''s');
SELECT is(:'body'::json -> 'dashboard' ->> 'title', 'Home', 'the built-in page');
EXECUTE user_preferences_write('{"homeDashboardUID":"home"}', '{}', NULL, NULL) \gset
EXECUTE dashboard_save('{"uid":"home","title":"Called home"}', false) \gset
EXECUTE dashboards_home \gset
SELECT is(:'body'::json -> 'meta' ->> 'folderTitle', 'General', '"home" is the built-in page');
SELECT tests.act_as('homeless');
EXECUTE dashboards_home \gset
SELECT is(:'body'::jsonb #> '{meta,canEdit}', 'false', 'the built-in page without an organisation');

SELECT * FROM finish();
ROLLBACK;
