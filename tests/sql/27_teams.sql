-- Teams by persona, and the statements of Grafana's teams.

\ir begin.psql

CREATE FUNCTION pg_temp.visible() RETURNS text LANGUAGE sql AS $$
  SELECT concat_ws('; ', coalesce((SELECT string_agg(id::text, ' ' ORDER BY id) FROM prefd.teams), 'nothing'),
                   (SELECT string_agg(concat_ws('/', team_id, user_id, permission), ' ' ORDER BY team_id, user_id) FROM prefd.team_members))
$$;
CREATE FUNCTION pg_temp.sees(persona text, wanted bigint, expected text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona, wanted);
  RETURN NEXT is(pg_temp.visible(), expected, concat_ws(' in ', persona, wanted) || ' sees ' || expected);
END $$;
SELECT is(pg_temp.visible(), 'nothing', 'no context: nothing');
SELECT pg_temp.sees('admin', NULL, '401 402; 401/201/0 401/202/4 401/210/0');
SELECT pg_temp.sees('server_admin', NULL, '401 402; 401/201/0 401/202/4 401/210/0');
SELECT pg_temp.sees('server_admin', 102, 'nothing');
SELECT pg_temp.sees('viewer', NULL, '401; 401/201/0 401/202/4 401/210/0');
SELECT pg_temp.sees('roleless', NULL, 'nothing');
SELECT pg_temp.sees('robot', NULL, 'nothing');
SELECT pg_temp.sees('traveller', NULL, '401; 401/201/0 401/202/4 401/210/0');
SELECT pg_temp.sees('traveller', 102, 'nothing');
SELECT pg_temp.sees('stranger', NULL, '403; 403/204/4');
SELECT pg_temp.sees('homeless', NULL, 'nothing');

-- entering
CREATE FUNCTION pg_temp.enters(persona text, id_or_uid text, expected text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  demand text;
  answers text := '';
BEGIN
  PERFORM tests.act_as(persona);
  FOREACH demand IN ARRAY '{team_member,team_admin}'::text[] LOOP
    BEGIN
      PERFORM prefd.enter_team(id_or_uid, demand);
      answers := concat_ws(' ', nullif(answers, ''), 'ok');
    EXCEPTION WHEN OTHERS THEN
      answers := concat_ws(' ', nullif(answers, ''), SQLSTATE);
    END;
  END LOOP;
  RETURN NEXT is(answers, expected, format('%s in %s as member and as administrator: %s', persona, id_or_uid, expected));
END $$;
\set pilots '00000000-0000-4000-8000-000000000401'
\set foreign '00000000-0000-4000-8000-000000000403'
SELECT pg_temp.enters('admin', id_or_uid, 'ok ok') FROM unnest(ARRAY['401', '402', '403', '999', :'pilots', :'foreign', 'x']) id_or_uid;
SELECT pg_temp.enters('editor', id_or_uid, 'ok ok') FROM unnest(ARRAY['401', '+401', :'pilots']) id_or_uid;
SELECT pg_temp.enters('viewer', id_or_uid, 'ok PF010') FROM unnest(ARRAY['401', :'pilots']) id_or_uid;
SELECT pg_temp.enters(persona, id_or_uid, 'PF010 PF010')
  FROM unnest('{viewer,editor,server_admin,robot,homeless}'::text[]) persona,
       unnest(ARRAY['402', '403', '999', '0', '-1', '', 'x', NULL, :'foreign']) id_or_uid;
SELECT pg_temp.enters('server_admin', '401', 'PF010 PF010');
SELECT lives_ok($$SELECT prefd.enter_team('401', 'signed_in')$$, 'that somebody is signed in asks nothing more');
SELECT throws_ok($$SELECT prefd.enter_team('401', 'viewer')$$, '22023', NULL, 'an unknown demand refuses');
SELECT throws_ok($$SELECT prefd.enter_team('401', NULL)$$, '22023', NULL, 'and none');
SELECT tests.act_as_nobody();
SELECT throws_ok($$SELECT prefd.enter_team('401', 'team_member')$$, 'PF010', NULL, 'nobody enters');

-- writing, with no demand judged: the policies alone
CREATE FUNCTION pg_temp.touches(persona text, statement text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  touched bigint;
BEGIN
  PERFORM tests.act_as(persona);
  EXECUTE statement;
  GET DIAGNOSTICS touched = ROW_COUNT;
  RETURN touched;
EXCEPTION WHEN insufficient_privilege THEN
  RETURN -1;
END $$;
CREATE FUNCTION pg_temp.touched(statement text, expected text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT is(string_agg(persona || ' ' || pg_temp.touches(persona, statement), ', ' ORDER BY place), expected, statement)
    FROM unnest('{admin,editor,viewer,server_admin,robot,homeless}'::text[]) WITH ORDINALITY AS personas (persona, place)
$$;
SAVEPOINT before;
SELECT pg_temp.touched('UPDATE prefd.teams SET email = ''x''', 'admin 2, editor 1, viewer 0, server_admin 0, robot 0, homeless 0');
SELECT pg_temp.touched('UPDATE prefd.team_members SET permission = 0 WHERE user_id <> 202', 'admin 2, editor 2, viewer 0, server_admin 0, robot 0, homeless 0');
SELECT pg_temp.touched('INSERT INTO prefd.teams (org_id, name) VALUES (101, prefd.current_user_id()::text)',
                       'admin 1, editor -1, viewer -1, server_admin -1, robot -1, homeless -1');
SELECT pg_temp.touched('INSERT INTO prefd.team_members (org_id, team_id, user_id) VALUES (101, 401, 0 + prefd.current_user_id()) ON CONFLICT DO NOTHING',
                       'admin 1, editor 0, viewer -1, server_admin -1, robot -1, homeless -1');
ROLLBACK TO before;
SELECT pg_temp.touched('INSERT INTO prefd.preferences (org_id, team_id, document) VALUES (101, 401, ''{}'') ON CONFLICT DO NOTHING',
                       'admin 0, editor 0, viewer -1, server_admin -1, robot -1, homeless -1');
SELECT pg_temp.touched('UPDATE prefd.preferences SET version = 7 WHERE team_id <> 0', 'admin 2, editor 1, viewer 0, server_admin 0, robot 0, homeless 0');
SELECT pg_temp.touches('editor', 'DELETE FROM prefd.team_members WHERE user_id = 210');
SELECT pg_temp.sees('traveller', NULL, 'nothing');
ROLLBACK TO before;

-- making
SELECT tests.act_as('admin');
EXECUTE team_create('Cooks', NULL) \gset
SELECT is((SELECT string_agg(key, ' ') FROM json_object_keys(:'body') key), 'teamId uid message', 'keys in order');
EXECUTE team_get(:'body'::json ->> 'teamId') \gset
SELECT is(:'body'::jsonb - 'id' - 'uid', '{"orgId":101,"name":"Cooks","email":"","externalUID":"","isProvisioned":false,"avatarUrl":"/avatar/d41d8cd98f00b204e9800998ecf8427e","memberCount":1,"permission":4,"accessControl":null}',
          'who makes a team is its administrator');
SELECT matches(:'body'::json ->> 'uid', '^[0-9a-f-]{36}$', 'with a uid');
SELECT throws_ok($$EXECUTE team_create('Cooks', '')$$, '23505', NULL, 'names are unique');
SELECT lives_ok($$EXECUTE team_create('cooks', '')$$, 'case counts');
UPDATE prefd.teams SET name = 'Cooks 2' WHERE name = 'cooks';
EXECUTE team_update(:'body'::json ->> 'uid', 'Chefs', 'chefs@north.example') \gset
SELECT results_eq($$SELECT name, email FROM prefd.teams WHERE name LIKE 'Chefs'$$, $$VALUES ('Chefs', 'chefs@north.example')$$, 'renamed');
EXECUTE team_update(:'body'::json ->> 'uid', 'Chefs', NULL) \gset
SELECT is((SELECT email FROM prefd.teams WHERE name = 'Chefs'), '', 'no email is an empty one');
SELECT throws_ok(format('EXECUTE team_update(%L, ''Crew'', NULL)', :'body'::json ->> 'uid'), '23505', NULL, 'nor is a name taken twice later');
EXECUTE team_delete(:'body'::json ->> 'uid') \gset
SELECT throws_ok(format('EXECUTE team_get(%L)', :'body'::json ->> 'uid'), 'PF050', NULL, 'gone');
CREATE FUNCTION pg_temp.absent(statement text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT throws_ok(format(statement, id), 'PF050', 'team not found', format(statement, id)) FROM unnest('{403,999,0,x}'::text[]) id
$$;
SELECT pg_temp.absent('EXECUTE team_get(%L)');
SELECT pg_temp.absent('EXECUTE team_update(%L, ''a'', NULL)');
SELECT pg_temp.absent('EXECUTE team_delete(%L)');
SELECT pg_temp.absent('EXECUTE team_members_get(%L)');
SELECT pg_temp.absent('EXECUTE team_member_add(%L, 201)');
SELECT pg_temp.absent('EXECUTE team_member_update(%L, ''201'', 4)');
SELECT pg_temp.absent('EXECUTE team_member_remove(%L, ''201'')');
SELECT pg_temp.absent('EXECUTE team_member_update(%L, ''999'', 4)');
SELECT pg_temp.absent('EXECUTE team_member_remove(%L, ''999'')');
SELECT pg_temp.absent('EXECUTE team_members_replace(%L, NULL, NULL)');
SELECT pg_temp.absent('EXECUTE team_preferences_get(%L)');
SELECT pg_temp.absent('EXECUTE team_preferences_write(''{}'', ''{}'', NULL, NULL, %L)');
INSERT INTO prefd.team_members (org_id, team_id, user_id, permission) VALUES (101, 402, 208, 4);
SELECT tests.act_as('robot');
SELECT throws_ok($$EXECUTE team_create('Robots', NULL)$$, '42501', NULL, 'an administrator of a team makes none');

-- members
SELECT tests.act_as('admin');
EXECUTE team_members_get('401') \gset
SELECT is(:'body'::jsonb -> 0, '{"orgId":101,"teamId":401,"teamUID":"00000000-0000-4000-8000-000000000401","userId":202,"auth_module":"","email":"editor@north.example","name":"","login":"editor","labels":[],"permission":4}'::jsonb
          || jsonb_build_object('userUID', (SELECT uid FROM prefd.users WHERE id = 202), 'avatarUrl', '/avatar/' || md5('editor@north.example')), 'a member');
SELECT is(jsonb_path_query_array(:'body', '$[*].login'), '["editor", "traveller", "viewer"]', 'by login');
SELECT is(jsonb_array_length(:'body'::jsonb), 3, 'all of them');
SELECT results_eq($$EXECUTE team_member_add('402', 203)$$, 'VALUES (203::bigint)', 'added');
SELECT throws_ok($$EXECUTE team_member_add('402', 203)$$, '23505', NULL, 'not twice');
SELECT throws_ok($$EXECUTE team_member_add('402', 204)$$, '23503', NULL, 'nobody from elsewhere');
SELECT throws_ok($$EXECUTE team_member_add('402', 999)$$, '23503', NULL, 'the same where there is none');
SELECT throws_ok($$EXECUTE team_member_add('402', 208)$$, '23503', NULL, 'nor a service account');
SELECT results_eq($$EXECUTE team_member_update('402', '203', 4)$$, 'VALUES (203::bigint)', 'promoted');
SELECT results_eq($$EXECUTE team_member_update('402', '203', NULL)$$, 'VALUES (203::bigint)', 'demoted by leaving it out');
SELECT is((SELECT permission FROM prefd.team_members WHERE team_id = 402 AND user_id = 203), 0::smallint, 'as it says');
SELECT throws_ok($$EXECUTE team_member_update('402', '203', 1)$$, '23514', NULL, 'there are two permissions');
SELECT throws_ok($$EXECUTE team_member_update('402', '203', 65536)$$, '22003', NULL, 'whatever the number');
SELECT is_empty($$EXECUTE team_member_update('402', '202', 4)$$, 'no member');
SELECT is_empty($$EXECUTE team_member_remove('402', '204')$$, 'no member to remove');
SELECT results_eq(format('EXECUTE team_member_remove(''402'', %L)', (SELECT uid FROM prefd.users WHERE id = 203)), 'VALUES (203::bigint)', 'removed, by uid');

EXECUTE team_members_replace('401', '["ROLELESS@north.example","admin@north.example"]', '["viewer@north.example","admin@north.example"]') \gset
SELECT results_eq('SELECT user_id, permission FROM prefd.team_members WHERE team_id = 401 ORDER BY 1',
                  'VALUES (201::bigint, 4::smallint), (203, 4::smallint), (206, 0::smallint)', 'exactly these, in any case');
SELECT throws_ok($$EXECUTE team_members_replace('401', '["stranger@south.example"]', NULL)$$, '23503', NULL, 'nobody from elsewhere');
SELECT throws_ok($$EXECUTE team_members_replace('401', '["nobody@example"]', NULL)$$, '23503', NULL, 'the same where there is none');
SELECT throws_ok($$EXECUTE team_members_replace('401', '["robot"]', NULL)$$, '23503', NULL, 'nor a service account');
SELECT is((SELECT count(*) FROM prefd.team_members WHERE team_id = 401), 3::bigint, 'refusals change nothing');
EXECUTE team_members_replace('401', NULL, '[]') \gset
SELECT is((SELECT count(*) FROM prefd.team_members WHERE team_id = 401), 0::bigint, 'nobody at all');
ROLLBACK TO before;

-- searching
CREATE FUNCTION pg_temp.search(arguments text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  body json;
BEGIN
  EXECUTE 'EXECUTE teams_search(' || arguments || ')' INTO body;
  RETURN concat_ws(' ', body ->> 'totalCount', body ->> 'page', body ->> 'perPage',
                   (SELECT string_agg(value ->> 'name', ',') FROM json_array_elements(body -> 'teams')));
END $$;
SELECT tests.act_as('admin');
INSERT INTO prefd.teams (org_id, name, email) VALUES (101, 'A_b', 'z@example'), (101, 'a%c', '');
SELECT is(pg_temp.search('NULL, NULL, NULL, NULL, NULL, NULL'), '4 1 1000 A_b,Crew,Pilots,a%c', 'all, by name');
SELECT is(pg_temp.search('''P'', NULL, NULL, NULL, NULL, NULL'), '1 1 1000 Pilots', 'what contains it');
SELECT is(pg_temp.search('''%'', NULL, NULL, NULL, NULL, NULL'), '1 1 1000 a%c', 'no pattern');
SELECT is(pg_temp.search('''_'', NULL, NULL, NULL, NULL, NULL'), '1 1 1000 A_b', 'nor here');
SELECT is(pg_temp.search('''zzz'', NULL, NULL, NULL, NULL, NULL'), '0 1 1000', 'nothing');
SELECT is(pg_temp.search(''''', ''Crew'', NULL, NULL, NULL, NULL'), '1 1 1000 Crew', 'by name');
SELECT is(pg_temp.search('NULL, ''crew'', NULL, NULL, NULL, NULL'), '0 1 1000', 'the exact one');
SELECT is(pg_temp.search('NULL, NULL, ''["401","402","403","x"]'', NULL, NULL, NULL'), '2 1 1000 Crew,Pilots', 'by ids');
SELECT is(pg_temp.search('NULL, NULL, NULL, 3, 1, NULL'), '4 1 3 A_b,Crew,Pilots', 'a page');
SELECT is(pg_temp.search('NULL, NULL, NULL, 3, 2, NULL'), '4 2 3 a%c', 'the next');
SELECT is(pg_temp.search('NULL, NULL, NULL, 3, 3, NULL'), '4 3 3', 'one too many');
SELECT is(pg_temp.search('NULL, NULL, NULL, 0, 0, NULL'), '4 1 1000 A_b,Crew,Pilots,a%c', 'zeros are defaults');
SELECT is(pg_temp.search('NULL, NULL, NULL, 9223372036854775807, 9223372036854775807, NULL'), '4 9223372036854775807 9223372036854775807', 'far away');
SELECT is(pg_temp.search('NULL, NULL, NULL, -1, -1, ''name-desc'''), '4 1 1000 Pilots,Crew,A_b,a%c', 'backwards, in any case');
SELECT is(pg_temp.search('NULL, NULL, NULL, NULL, NULL, ''email-desc'''), '4 1 1000 A_b,Pilots,Crew,a%c', 'by email');
SELECT is(pg_temp.search('NULL, NULL, NULL, NULL, NULL, ''email-asc'''), '4 1 1000 Crew,a%c,Pilots,A_b', 'by email upwards');
SELECT is(pg_temp.search('NULL, NULL, NULL, NULL, NULL, ''memberCount-desc'''), '4 1 1000 Pilots,A_b,Crew,a%c', 'the largest first');
SELECT throws_ok($$EXECUTE teams_search(NULL, NULL, NULL, NULL, NULL, 'name-asc,')$$, 'PF044', NULL, 'half an order is none');
SELECT tests.act_as('viewer');
SELECT is(pg_temp.search('NULL, NULL, NULL, NULL, NULL, NULL'), '1 1 1000 Pilots', 'one''s own for others');
EXECUTE teams_search(NULL, NULL, NULL, NULL, NULL, NULL) \gset
SELECT is((:'body'::jsonb #> '{teams,0}') - 'avatarUrl'::text, '{"id":401,"uid":"00000000-0000-4000-8000-000000000401","orgId":101,"name":"Pilots","email":"pilots@north.example","externalUID":"","isProvisioned":false,"memberCount":3,"permission":0,"accessControl":null}', 'in full');
EXECUTE user_teams_get \gset
SELECT is(jsonb_path_query_array(:'body', '$[*].id'), '[401]', 'one''s own');
SELECT tests.act_as('editor');
EXECUTE user_teams_get \gset
SELECT is(jsonb_path_query_array(:'body', '$[*].permission'), '[4]', 'with the own permission');
SELECT tests.act_as('admin');
EXECUTE user_teams_get \gset
SELECT is(:'body'::text, '[]', 'an Admin is in none');
SELECT tests.act_as('server_admin');
EXECUTE users_teams_get('202') \gset
SELECT is(jsonb_path_query_array(:'body', '$[*].id'), '[401]', 'somebody else''s');
EXECUTE users_teams_get('203') \gset
SELECT is(:'body'::text, '[]', 'of which there may be none');
SELECT is_empty($$EXECUTE users_teams_get('999')$$, 'or nobody');
SELECT is_empty($$EXECUTE users_teams_get('208')$$, 'or a service account, which is none');
ROLLBACK TO before;

-- preferences
SELECT tests.act_as('viewer');
EXECUTE team_preferences_get(:'pilots') \gset
SELECT is(:'document'::json ->> 'theme', 'system', 'a member reads');
SELECT throws_ok($$EXECUTE team_preferences_write('{}', '{}', NULL, NULL, '401')$$, '42501', NULL, 'and does not write');
SELECT tests.act_as('editor');
EXECUTE team_preferences_write('{"timezone":"utc"}', '{theme}', 'north-home', NULL, '401') \gset
SELECT is(:'tag'::text, '101-0-401-2', 'an administrator of the team does');
EXECUTE team_preferences_get('401') \gset
SELECT is(:'document'::jsonb, '{"timezone":"utc","homeDashboardUID":"north-home"}'::jsonb, 'as it says');
SELECT is(:'home_dashboard_id'::text, '301', 'the dashboard''s id looked up');
SELECT throws_ok($$EXECUTE team_preferences_write('{}', '{}', 'south-home', NULL, '401')$$, 'PF020', NULL, 'with a home dashboard of the organisation');
SELECT tests.act_as('admin');
DELETE FROM prefd.preferences WHERE team_id = 402;
SELECT results_eq($$EXECUTE team_preferences_get('402')$$, 'VALUES (NULL::prefd.preferences_document, NULL::bigint, NULL::text)', 'no row: nothing');
EXECUTE team_preferences_write('{"theme":"dark"}', '{}', NULL, NULL, '402') \gset
SELECT is(:'tag'::text, '101-0-402-1', 'the first write makes one');

-- where one starts: user before team before organisation, among teams the one with the highest id
CREATE FUNCTION pg_temp.home(persona text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  body json;
BEGIN
  PERFORM tests.act_as(persona);
  EXECUTE 'EXECUTE dashboards_home' INTO body;
  RETURN coalesce(body ->> 'redirectUri', body #>> '{dashboard,title}');
END $$;
SELECT is(pg_temp.home('editor'), '/d/north-home/north-home', 'the team''s');
SELECT is(pg_temp.home('admin'), '/d/north-other/north-other', 'the organisation''s for who is in no team');
SELECT tests.act_as('admin');
INSERT INTO prefd.team_members (org_id, team_id, user_id) VALUES (101, 402, 202);
EXECUTE team_preferences_write('{"homeDashboardUID":"home"}', '{}', NULL, NULL, '402') \gset
SELECT is(pg_temp.home('editor'), 'Home', 'the later team''s');
SELECT tests.act_as('editor');
EXECUTE home_dashboard_set(NULL, 'north-other') \gset
SELECT is(pg_temp.home('editor'), '/d/north-other/north-other', 'the user''s own');
SELECT results_eq('SELECT document FROM prefd.preferences WHERE user_id = 202', $$VALUES ('{"homeDashboardUID":"north-other"}'::prefd.preferences_document)$$, 'is stored');
EXECUTE user_preferences_write('{"theme":"dark"}', '{}', NULL, NULL) \gset
EXECUTE home_dashboard_set(301, NULL) \gset
SELECT results_eq('SELECT document, version FROM prefd.preferences WHERE user_id = 202',
                  $$VALUES ('{"homeDashboardUID":"north-home","theme":"dark"}'::prefd.preferences_document, 3)$$, 'by id, beside the rest');
SELECT throws_ok('EXECUTE home_dashboard_set(303, NULL)', 'PF020', NULL, 'not another organisation''s');
SELECT throws_ok('EXECUTE home_dashboard_set(301, ''unknown'')', 'PF020', NULL, 'the uid counts');
EXECUTE home_dashboard_set(NULL, NULL) \gset
SELECT results_eq('SELECT document FROM prefd.preferences WHERE user_id = 202', $$VALUES ('{"theme":"dark"}'::prefd.preferences_document)$$, 'none takes it away');
SELECT tests.act_as('homeless');
SELECT throws_ok('EXECUTE home_dashboard_set(NULL, NULL)', '42501', NULL, 'without an organisation there is nothing to set');

SELECT * FROM finish();
ROLLBACK;
