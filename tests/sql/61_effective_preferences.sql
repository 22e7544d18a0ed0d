-- What counts for a person, as Valara's API shows and changes it; what the policies let through.

\ir begin.psql

CREATE FUNCTION pg_temp.enter(persona text, part text, wanted_org bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as_nobody();
  PERFORM tests.act_as(persona, wanted_org);
  RETURN prefd.enter_person(part, 'member');
END $$;
CREATE FUNCTION pg_temp.shown() RETURNS text LANGUAGE sql AS $$
  SELECT concat_ws(' ', b ->> 'date_time_format', b ->> 'timezone', b ->> 'language', b ->> 'measurement_unit', b ->> 'theme')
    FROM (SELECT prefd.valara_preferences(prefd.effective_preferences(prefd.current_owner_id()))::json AS b) body
$$;

-- levels: the person, teams, the organisation, the system
SELECT pg_temp.enter('roleless', '206');
SELECT is(pg_temp.shown(), 'friendly UTC en-US imperial system', 'the organisation''s utc is UTC');
SELECT pg_temp.enter('viewer', '201');
SELECT is(pg_temp.shown(), 'friendly UTC en-US imperial dark', 'one''s own before the team''s');
SELECT pg_temp.enter('traveller', '210', 101);
SELECT is(prefd.effective_preferences(210) ->> 'theme', 'system', 'the team''s');
SELECT is(prefd.effective_preferences(201), NULL, 'nobody''s who was not named');
SELECT pg_temp.enter('traveller', '210', 102);
SELECT is(pg_temp.shown(), 'friendly Europe/Berlin en-US imperial system', 'in each organisation its own');
SELECT pg_temp.enter('admin', '201');
SELECT is(prefd.effective_preferences(201) ->> 'theme', 'dark', 'an owner sees a member''s');
SELECT pg_temp.enter('server_admin', '210');
SELECT is(prefd.effective_preferences(210) ->> 'theme', 'system', 'and a server admin what a team gives');
EXECUTE effective_preferences_get \gset got_
SELECT is(:'got_body'::text, '{"date_time_format" : "friendly", "timezone" : "UTC", "language" : "en-US", "measurement_unit" : "imperial", "theme" : "system"}', 'the body');
SELECT is(:'got_tag'::text, '0', 'the tag of a row that is not there');

-- values of another API
SELECT is((prefd.valara_preferences(document::jsonb)::json ->> key), shown, document) FROM (VALUES
  ('{"theme":"gloom"}', 'theme', 'system'), ('{"theme":"system"}', 'theme', 'system'), ('{"timezone":"utc"}', 'timezone', 'UTC'),
  ('{"timezone":"UTC"}', 'timezone', 'UTC'), ('{"language":"not a tag"}', 'language', 'en-US'), ('{"language":"de-CH"}', 'language', 'de-CH'),
  ('{"dateTimeFormat":"uk"}', 'date_time_format', 'uk')) odd (document, key, shown);
SELECT ok(prefd.is_language_tag(tag), tag) FROM unnest('{de,de-CH,zh-Hant-TW,sl-rozaj-biske,de-1996,en-a-bbb-b-ccc,x-a,en-x-a-a,x-hello-hello,x-a-b-a-c,i-klingon,zh-yue,es-419,en-GB-oed,a1-x,qaa-Qaaa-QM-x-southern,und}'::text[]) tag WHERE tag <> 'a1-x';
SELECT is(prefd.cased_language(given), cased, given) FROM (VALUES
  ('EN-us', 'en-US'), ('ZH-hANT-tw', 'zh-Hant-TW'), ('en-CA-x-CA', 'en-CA-x-ca'), ('AZ-latn-X-LATN', 'az-Latn-x-latn'), ('de', 'de'),
  ('en-gb-OED', 'en-GB-oed'), ('DE-a-DE-latn', 'de-a-de-latn'), ('I-KLINGON', 'i-klingon'), ('DE-1ABC', 'de-1abc'), ('es-419', 'es-419')) tag (given, cased);
SELECT ok(NOT prefd.is_language_tag(tag), tag) FROM unnest(ARRAY['', 'e', 'en_US', 'en-', '-en', 'en--US', 'sl-rozaj-rozaj', 'en-a-bbb-a-ccc', 'en-a', 'en-x', 'en-US-US', 'toolonglang', 'en-123456789', 'é', repeat('a', 65)]) tag;

-- writing
SELECT pg_temp.enter('editor', '202');
EXECUTE effective_preferences_patch('{"theme":"light","dateTimeFormat":"uk"}', '[]', NULL) \gset put_
SELECT is(:'put_tag'::text, '101-202-0-1', 'the first version');
SELECT is(pg_temp.shown(), 'uk UTC en-US imperial light', 'as set');
SELECT is((SELECT document FROM prefd.preferences WHERE user_id = 202), '{"theme":"light","dateTimeFormat":"uk"}', 'in the one row');
EXECUTE effective_preferences_patch('{"timezone":"Asia/Tokyo"}', '["theme"]', NULL) \gset put_
SELECT is(:'put_body'::json ->> 'theme', 'system', 'taken away: the team''s again');
SELECT is(:'put_body'::json ->> 'timezone', 'Asia/Tokyo', 'and another set');
SELECT throws_ok($$EXECUTE effective_preferences_patch('{}', '[]', '"errors":[]')$$, 'PF114', NULL, 'invalid values are refused');
SELECT pg_temp.enter('admin', '201');
EXECUTE effective_preferences_patch('{"theme":"light"}', '[]', NULL) \gset put_
SELECT is(:'put_tag'::text, '101-201-0-2', 'an owner writes a member''s');
SELECT pg_temp.enter('server_admin', '204');
EXECUTE effective_preferences_patch('{"theme":"dark"}', '[]', NULL) \gset put_
SELECT is(:'put_tag'::text, '102-204-0-2', 'a server admin anybody''s, there');

EXECUTE effective_preferences_patch('{}', '[]', NULL) \gset put_
SELECT is(:'put_tag'::text, '102-204-0-2', 'nothing to change changes nothing');

-- policies alone
SELECT tests.act_as_nobody();
SELECT tests.act_as('admin');
SELECT is_empty('SELECT FROM prefd.preferences WHERE user_id NOT IN (0, 203)', 'nobody named: no row of others');
SELECT is_empty($$UPDATE prefd.preferences SET document = '{}' WHERE user_id NOT IN (0, 203) RETURNING 1$$, 'nor to write');
SELECT pg_temp.enter('admin', '201');
SELECT is_empty('SELECT FROM prefd.preferences WHERE user_id NOT IN (0, 201, 203)', 'named: theirs alone');
SELECT is_empty('DELETE FROM prefd.preferences WHERE user_id = 201 RETURNING 1', 'not to delete');
SELECT throws_ok($$INSERT INTO prefd.preferences (org_id, user_id, document) VALUES (102, 201, '{}')$$, '42501', NULL, 'not elsewhere');

SELECT * FROM finish();
ROLLBACK;
