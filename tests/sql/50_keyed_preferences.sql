-- Keyed preferences: whose things a request is about, who may, what is kept, what the policies alone let through.

\ir begin.psql

CREATE FUNCTION pg_temp.refused(statement text, state text, reason text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT throws_ok(statement, state, NULL, reason)
$$;
-- The context of a persona's request whose path names an owner.
CREATE FUNCTION pg_temp.act_on(persona text, part text, wanted_org bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona, wanted_org);
  RETURN prefd.enter_owner(part, 'member');
END $$;
CREATE FUNCTION pg_temp.told(persona text, part text, state text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT throws_ok(format('SELECT pg_temp.act_on(%L, %L)', persona, part), state, NULL, persona || ' on ' || part)
$$;

-- ids
SELECT results_eq(
  $$SELECT prefd.decimal_id(part) FROM unnest('{7,0,007,9223372036854775807,0000000000000000007}'::text[]) part$$,
  ARRAY[7, 0, 7, 9223372036854775807, 7], 'ids of up to 19 digits');
SELECT is_empty(
  $$SELECT part FROM unnest(ARRAY['', '+7', '-7', ' 7', '7 ', '7x', '7.0', '１', 'me', E'7\n', '9223372036854775808', '00000000000000000007', NULL]) part
     WHERE prefd.decimal_id(part) IS NOT NULL$$, 'nothing else is one');

-- who may
SELECT is(pg_temp.act_on('viewer', 'me'), 201::bigint, 'oneself');
SELECT is(prefd.current_owner_id(), 201::bigint, 'is the owner');
SELECT is(pg_temp.act_on('viewer', '201'), 201::bigint, 'oneself by id');
SELECT is(pg_temp.act_on('robot', 'me'), 208::bigint, 'a service account has its own');
SELECT is(pg_temp.act_on('roleless', 'me'), 206::bigint, 'so has who has no role');
SELECT pg_temp.told('viewer', owner, 'PF100') FROM unnest('{202,204,999,0,99999999999999999999}'::text[]) owner;
SELECT pg_temp.told('editor', '201', 'PF100');
SELECT pg_temp.told(persona, owner, 'PF101')
  FROM unnest('{viewer,admin,server_admin}'::text[]) persona, unnest(ARRAY['', 'Me', 'ME', 'me ', '+201', '-1', '201x', 'viewer', '２', E'me\n']) owner;
SELECT is(pg_temp.act_on('admin', '201'), 201::bigint, 'an Admin on a member');
SELECT pg_temp.told('admin', owner, 'PF101') FROM unnest('{204,999,207,212,0,9223372036854775808}'::text[]) owner;
SELECT is(pg_temp.act_on('stranger', '210'), 210::bigint, 'each Admin in the own organisation');
SELECT is(prefd.current_org_id(), 102::bigint, 'which stays the acting one');
SELECT is(pg_temp.act_on('server_admin', '201'), 201::bigint, 'a server admin on a fellow');
SELECT is(prefd.current_org_id(), 101::bigint, 'stays');
SELECT is(pg_temp.act_on('server_admin', '204'), 204::bigint, 'and on anybody');
SELECT is(prefd.current_org_id(), 102::bigint, 'goes on to their organisation');
SELECT ok(prefd.current_org_role() IS NULL, 'without a role there');
SELECT pg_temp.told('server_admin', owner, 'PF101') FROM unnest('{999,207,212}'::text[]) owner;
SELECT pg_temp.told('homeless', 'me', 'PF012');
SELECT pg_temp.told('homeless', '201', 'PF100');
SELECT tests.act_as_nobody();
SELECT pg_temp.refused($$SELECT prefd.enter_owner('me', 'member')$$, 'PF100', 'no context: nobody');
SELECT pg_temp.refused($$SELECT prefd.enter_owner('201', 'member')$$, 'PF100', 'nor anybody else');
SELECT pg_temp.act_on('viewer', 'me');
SELECT pg_temp.refused($$SELECT prefd.enter_owner('me', 'no such demand')$$, '22023', 'an unknown demand refuses');

-- create, read
SELECT pg_temp.act_on('viewer', 'me');
EXECUTE keyed_preference_create('layout', '{"b":1,"a":[1.50,12345678901234567890123,-0,1E5,1e-7],"b":2}') \gset made_
SELECT is(:'made_body'::json ->> 'user_id', '201', 'the owner''s');
SELECT is(:'made_body'::json -> 'value' #>> '{}', '{"b":1,"a":[1.50,12345678901234567890123,-0,1E5,1e-7],"b":2}', 'every digit as written');
SELECT results_eq(format('SELECT json_object_keys(%L)', :'made_body'),
                  '{id,user_id,key,value,created_at,last_updated_at}'::text[], 'six members');
SELECT matches(:'made_body'::json ->> 'created_at', '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$', 'six digits and Z');
SELECT is(:'made_body'::json ->> 'last_updated_at', :'made_body'::json ->> 'created_at', 'new');
SELECT is((:'made_body'::json ->> 'id'), split_part(:'made_tag', '-', 3), 'its tag');
SELECT :'made_body'::json ->> 'id' AS made_id \gset
SELECT is(:'made_tag'::text, '101-201-' || :'made_id' || '-1', 'of the first version');
SELECT pg_temp.refused($$EXECUTE keyed_preference_create('layout', '1')$$, '23505', 'a key is there once');
SELECT lives_ok($$EXECUTE keyed_preference_create('Layout', 'false')$$, 'another case is another key');
SELECT lives_ok(format('EXECUTE keyed_preference_create(%L, %L)', U&'\00E9', '0'), 'one form of a letter');
SELECT lives_ok(format('EXECUTE keyed_preference_create(%L, %L)', U&'e\0301', '""'), 'and another are two keys');
SELECT lives_ok($$EXECUTE keyed_preference_create('empty array', '[]')$$);
SELECT lives_ok($$EXECUTE keyed_preference_create('empty object', '{}')$$);
EXECUTE keyed_preference_get(:'made_id') \gset
SELECT is(:'body'::text, :'made_body'::text, 'read as made');
SELECT is_empty(format('EXECUTE keyed_preference_get(%L)', part), 'no id: ' || part) FROM unnest('{x,+1,-1,0,9223372036854775808}'::text[]) part;

-- write
EXECUTE keyed_preference_write(:'made_id', NULL, NULL) \gset touched_
SELECT is(:'touched_tag'::text, '101-201-' || :'made_id' || '-2', 'a write that changes nothing is one');
SELECT ok(:'touched_body'::json ->> 'last_updated_at' > :'made_body'::json ->> 'last_updated_at', 'and the last update');
SELECT is((:'touched_body'::jsonb - 'last_updated_at'), (:'made_body'::jsonb - 'last_updated_at'), 'of nothing else');
EXECUTE keyed_preference_write(:'made_id', NULL, '[]') \gset touched_
SELECT is(:'touched_body'::jsonb ->> 'key', 'layout', 'the key stays');
SELECT is(:'touched_body'::jsonb -> 'value', '[]', 'the value is replaced');
EXECUTE keyed_preference_write(:'made_id', 'grid', NULL) \gset touched_
SELECT is(:'touched_body'::jsonb -> 'value', '[]', 'the value stays');
SELECT lives_ok(format('EXECUTE keyed_preference_write(%L, %L, NULL)', :'made_id', 'grid'), 'the key it has already');
SELECT pg_temp.refused(format('EXECUTE keyed_preference_write(%L, %L, NULL)', :'made_id', 'Layout'), '23505', 'not that of another');
SELECT is_empty($$EXECUTE keyed_preference_write('999999', 'x', NULL)$$, 'nothing is made by it');

-- preconditions
CREATE FUNCTION pg_temp.expect(tags json) RETURNS void LANGUAGE sql AS $$
  SELECT set_config('prefd.precondition', json_build_object('table', 'keyed_preferences', 'match', true, 'tags', tags)::text, true)
$$;
SELECT pg_temp.expect('["101-201-1-1"]');
SELECT pg_temp.refused(format('EXECUTE keyed_preference_find(%L)', :'made_id'), 'PF080', 'another tag is expected');
SELECT pg_temp.refused(format('EXECUTE keyed_preference_write(%L, NULL, NULL)', :'made_id'), 'PF080', 'by who writes');
SELECT pg_temp.refused(format('EXECUTE keyed_preference_delete(%L)', :'made_id'), 'PF080', 'and who deletes');
SELECT is_empty($$EXECUTE keyed_preference_find('999999')$$, 'what is not there has none');
EXECUTE keyed_preference_get(:'made_id') \gset
SELECT pg_temp.expect(json_build_array('x', :'tag'));
SELECT isnt_empty(format('EXECUTE keyed_preference_find(%L)', :'made_id'), 'its own is expected');
SELECT lives_ok(format('EXECUTE keyed_preference_write(%L, NULL, NULL)', :'made_id'), 'and written over');
SELECT pg_temp.refused(format('EXECUTE keyed_preference_write(%L, NULL, NULL)', :'made_id'), 'PF080', 'once');
SELECT set_config('prefd.precondition', '', true);

-- list
CREATE FUNCTION pg_temp.listed(search text, key text, most bigint, before bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  number bigint;
  page json;
BEGIN
  EXECUTE format('EXECUTE keyed_preferences_list(%L, %L, %L, %L)', search, key, most, before) INTO number, page;
  RETURN number || ':' || coalesce((SELECT string_agg(p ->> 'key', ',' ORDER BY o) FROM json_array_elements(page) WITH ORDINALITY e (p, o)), '');
END $$;
SELECT is(pg_temp.listed(NULL, NULL, 2, 0), '6:grid,Layout', 'by id, a page');
SELECT is(pg_temp.listed(NULL, NULL, 20, 4), '6:empty array,empty object', 'the last one');
SELECT is(pg_temp.listed(NULL, NULL, 20, 9223372036854775807), '6:', 'past the end');
SELECT is(pg_temp.listed('Layout', NULL, 20, 0), '1:Layout', 'by key');
SELECT is(pg_temp.listed('layout', NULL, 20, 0), '0:', 'exactly');
SELECT is(pg_temp.listed(NULL, 'grid', 20, 0), '1:grid', 'by its other name');
SELECT is(pg_temp.listed('grid', 'Layout', 20, 0), '0:', 'by both');
SELECT is(pg_temp.listed('', NULL, 20, 0), '0:', 'no key is empty');

-- others
SELECT pg_temp.act_on('editor', 'me');
SELECT is(pg_temp.listed(NULL, NULL, 20, 0), '0:', 'a neighbour has none of them');
SELECT is_empty(format('EXECUTE keyed_preference_get(%L)', :'made_id'), 'by id');
SELECT is((SELECT count(*) FROM prefd.keyed_preferences), 0::bigint, 'by policy alone');
SELECT is_empty('UPDATE prefd.keyed_preferences SET key = ''stolen'' RETURNING id', 'not to write');
SELECT is_empty('DELETE FROM prefd.keyed_preferences RETURNING id', 'not to delete');
SELECT pg_temp.refused($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 201, 'x', '1')$$, '42501', 'not to make');
SELECT pg_temp.refused($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (102, 202, 'x', '1')$$, '42501', 'nor elsewhere for oneself');
SELECT pg_temp.refused('UPDATE prefd.keyed_preferences SET user_id = 202', '42501', 'nor to take');
SELECT pg_temp.refused('UPDATE prefd.keyed_preferences SET version = 7', '42501', 'nor to turn back');
SELECT pg_temp.act_on('stranger', '210');
SELECT is((SELECT count(*) FROM prefd.keyed_preferences), 0::bigint, 'an Admin elsewhere sees none');
SELECT pg_temp.act_on('admin', '202');
SELECT is_empty(format('EXECUTE keyed_preference_get(%L)', :'made_id'), 'an item under another owner is none, for an Admin too');
SELECT is_empty(format('EXECUTE keyed_preference_write(%L, NULL, NULL)', :'made_id'), 'to write');
SELECT is_empty(format('EXECUTE keyed_preference_find(%L)', :'made_id'), 'to find');
SELECT is_empty(format('EXECUTE keyed_preference_delete(%L)', :'made_id'), 'to delete');
SELECT pg_temp.act_on('admin', '201');
SELECT is(pg_temp.listed(NULL, NULL, 1, 0), '6:grid', 'an Admin lists a member''s');
EXECUTE keyed_preference_write(:'made_id', NULL, '"by the Admin"') \gset touched_
SELECT is(:'touched_body'::jsonb ->> 'user_id', '201', 'and writes them, theirs as before');
SELECT pg_temp.act_on('server_admin', '201');
SELECT isnt_empty(format('EXECUTE keyed_preference_find(%L)', :'made_id'), 'a server admin finds');
SELECT isnt_empty(format('EXECUTE keyed_preference_delete(%L)', :'made_id'), 'and deletes');
SELECT is_empty(format('EXECUTE keyed_preference_delete(%L)', :'made_id'), 'once');
SELECT pg_temp.act_on('server_admin', '204');
EXECUTE keyed_preference_create('south', '1') \gset south_
SELECT pg_temp.act_on('stranger', 'me');
SELECT is(pg_temp.listed(NULL, NULL, 20, 0), '1:south', 'what a server admin makes is where the owner finds it');
SELECT pg_temp.act_on('traveller', 'me', 102);
SELECT lives_ok($$EXECUTE keyed_preference_create('here', '1')$$, 'one has a set');
SELECT pg_temp.act_on('traveller', 'me', 101);
SELECT is(pg_temp.listed(NULL, NULL, 20, 0), '0:', 'in each organisation');
SELECT tests.act_as_nobody();
SELECT is((SELECT count(*) FROM prefd.keyed_preferences), 0::bigint, 'no context: nothing');

-- the caller
SELECT tests.act_as('viewer');
EXECUTE community_user_get \gset
SELECT is(:'body'::jsonb - 'date_joined',
  jsonb_build_object('id', 201, 'username', 'viewer', 'real_name', '', 'email', 'viewer@north.example', 'avatar', prefd.avatar_url('viewer@north.example')),
  'the caller');

SELECT * FROM finish();
ROLLBACK;
