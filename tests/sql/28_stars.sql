-- Stars, and the search for dashboards.

\ir begin.psql

CREATE FUNCTION pg_temp.starred(persona text, wanted bigint DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  body text;
BEGIN
  PERFORM tests.act_as(persona, wanted);
  EXECUTE 'EXECUTE stars_get' INTO body;
  RETURN body;
END $$;
EXECUTE stars_get \gset
SELECT is(:'body'::text, '[]', 'no context: none');
SELECT is(pg_temp.starred('viewer'), '["north-other"]', 'one''s own');
SELECT is(pg_temp.starred('admin'), '["north-home"]', 'an Admin too');
SELECT is(pg_temp.starred('server_admin'), '[]', 'not those of others');
SELECT is(pg_temp.starred('homeless'), '[]', 'none without an organisation');

SELECT tests.act_as('robot');
SELECT lives_ok('EXECUTE star_by_id(301)', 'by id');
SELECT lives_ok('EXECUTE star_by_id(301)', 'once is enough');
SELECT lives_ok('EXECUTE star_by_uid(''north-other'')', 'by uid');
SELECT is(pg_temp.starred('robot'), '["north-home", "north-other"]', 'both');
SELECT throws_ok('EXECUTE star_by_id(303)', '23503', NULL, 'not another organisation''s');
SELECT throws_ok('EXECUTE star_by_id(999)', '23503', NULL, 'the same where there is none');
SELECT throws_ok('EXECUTE star_by_uid(''south-home'')', '23503', NULL, 'by uid too');
SELECT throws_ok('EXECUTE star_by_uid(''unknown'')', '23503', NULL, 'where there is none');
EXECUTE dashboard_get('north-home') \gset
SELECT is(:'body'::json #>> '{meta,isStarred}', 'true', 'shown with the dashboard');
SELECT lives_ok('EXECUTE unstar_by_id(301)', 'unstarred by id');
EXECUTE dashboard_get('north-home') \gset
SELECT is(:'body'::json #>> '{meta,isStarred}', 'false', 'shown no more');
SELECT lives_ok('EXECUTE unstar_by_id(303)', 'without a star as well');
SELECT lives_ok('EXECUTE unstar_by_uid(''unknown'')', 'or a dashboard');
SELECT lives_ok('EXECUTE unstar_by_uid(''north-other'')', 'by uid');
SELECT is(pg_temp.starred('robot'), '[]', 'all gone');
SELECT throws_ok(format('EXECUTE %s(%s)', statement, id), 'PF051', NULL, statement || ' of no number that one may have')
  FROM unnest('{star_by_id,unstar_by_id}'::text[]) statement, unnest('{0,-1}'::integer[]) id;
SELECT throws_ok(format('EXECUTE search(NULL, NULL, NULL, NULL, %s, NULL, NULL, NULL, NULL, NULL)', rest), state, NULL, state || ' for ' || rest)
  FROM (VALUES ('NULL, NULL, NULL, 5001, NULL', 'PF052'), ('''["x"]'', ''["1"]'', NULL, NULL, NULL', 'PF053')) refused (rest, state);
SELECT tests.act_as('homeless');
SELECT throws_ok('EXECUTE unstar_by_id(0)', 'PF051', NULL, 'the same where there is nothing at all');
SELECT is(pg_temp.starred('viewer'), '["north-other"]', 'others'' stay');
SELECT tests.act_as('homeless');
SELECT throws_ok('EXECUTE star_by_id(301)', '42501', NULL, 'without an organisation none is starred');

-- searching
SELECT tests.act_as('editor');
INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES
  (101, 'tagged', 'Beta 100%', 'beta-100', '{"tags":["b","a",1,null,"a"]}'), (101, 'odd', 'Gamma', 'gamma', '{"tags":"a"}'),
  (101, 'map', 'Delta', 'delta', '{"tags":{"a":1}}'), (101, 'also', 'alpha_', 'alpha', '{"tags":["a"]}');
CREATE FUNCTION pg_temp.found(arguments text, more text DEFAULT 'NULL, NULL, NULL') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  body jsonb;
BEGIN
  EXECUTE format('EXECUTE search(%s, %s, NULL)', arguments, more) INTO body;
  RETURN (SELECT string_agg(value ->> 'uid', ' ' ORDER BY place) FROM jsonb_array_elements(body) WITH ORDINALITY AS hits (value, place));
END $$;
\set all 'tagged map odd north-home north-other also'
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL'), :'all', 'all, by title');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ''alpha-desc'''), 'also north-other north-home odd map tagged', 'backwards');
SELECT is(pg_temp.found('''HOME'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL'), 'north-home', 'what contains it, in any case');
SELECT is(pg_temp.found('''_'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL'), 'also', 'no pattern');
SELECT is(pg_temp.found('NULL, ''["a"]'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL'), 'tagged also', 'by tag');
SELECT is(pg_temp.found('NULL, ''["a","b"]'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL'), 'tagged', 'by all tags');
SELECT is(pg_temp.found('NULL, NULL, ''dash-db'', NULL, NULL, NULL, NULL, NULL, NULL, NULL'), :'all', 'by type');
SELECT is(pg_temp.found('NULL, NULL, ''dash-folder'', NULL, NULL, NULL, NULL, NULL, NULL, NULL'), NULL, 'folders there are none');
SELECT is(pg_temp.found('NULL, NULL, NULL, true, NULL, NULL, NULL, NULL, NULL, NULL'), NULL, 'none starred');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, ''["tagged","south-home","x"]'', NULL, NULL, NULL, NULL, NULL'), 'tagged', 'by uids');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, ''["tagged,also","odd"]'', NULL, NULL, NULL, NULL, NULL'), 'tagged odd also', 'by uids with commas');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, ''["301,302,x"]'', NULL, NULL, NULL, NULL'), 'north-home north-other', 'by ids with commas');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, ''[""]'', NULL, NULL, NULL, NULL, NULL'), NULL, 'by a uid that none has');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, ''["301","303","x","999"]'', NULL, NULL, NULL, NULL'), 'north-home', 'by ids');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, ''["x","9999999999999999999999"]'', NULL, NULL, NULL, NULL'), :'all', 'what is no id does not count');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, ''["general"]'', NULL, NULL, NULL'), :'all', 'the root');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, ''[""]'', NULL, NULL, NULL'), :'all', 'named by nothing too');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, ''["x"]'', NULL, NULL, NULL'), NULL, 'no other folder');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, 1, NULL'), 'tagged map odd north-home', 'a page');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, 2, NULL'), 'north-other also', 'the next');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL'), :'all', 'zeros are defaults');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, NULL, 5000, 9223372036854775807, NULL'), NULL, 'far away');
\set none 'NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL'
SELECT is(pg_temp.found(:'none', '''["7","0"]'', NULL, NULL'), :'all', 'the root by its number');
SELECT is(pg_temp.found(:'none', '''["7","x"]'', NULL, NULL'), NULL, 'no other folder by a number');
SELECT is(pg_temp.found(:'none', '''["x"]'', NULL, NULL'), :'all', 'what is no number does not count');
SELECT is(pg_temp.found(:'none', 'NULL, ''Edit'', NULL'), :'all', 'all that an Editor may change');
SELECT is(pg_temp.found(:'none', 'NULL, NULL, true'), NULL, 'deleted ones are not kept');
EXECUTE star_by_uid('tagged');
SELECT is(pg_temp.found('NULL, NULL, NULL, true, NULL, NULL, NULL, NULL, NULL, NULL'), 'tagged', 'the starred one');
EXECUTE search(NULL, NULL, NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL) \gset
SELECT is(:'body'::jsonb -> 0 #- '{id}', '{"orgId":101,"uid":"tagged","title":"Beta 100%","uri":"db/beta-100","url":"/d/tagged/beta-100","slug":"","type":"dash-db","tags":["b","a","a"],"isStarred":true,"sortMeta":0}', 'in full');
EXECUTE dashboard_tags_get \gset
SELECT is(:'body'::jsonb, '[{"term":"a","count":2},{"term":"b","count":1}]', 'tags, with how many dashboards have them');
SELECT tests.act_as('stranger');
SELECT is(pg_temp.found('NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL'), 'south-home', 'elsewhere others');
EXECUTE dashboard_tags_get \gset
SELECT is(:'body'::text, '[]', 'and other tags');
EXECUTE search_sorting \gset
SELECT is(jsonb_path_query_array(:'body', '$.sortOptions[*].name'), '["alpha-asc", "alpha-desc"]', 'the orders');

SELECT * FROM finish();
ROLLBACK;
