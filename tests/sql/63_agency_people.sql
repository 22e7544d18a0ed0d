-- People of an agency: who is shown whom, who changes what, places in a list.

\ir begin.psql

CREATE FUNCTION pg_temp.enter(persona text, part text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as_nobody();
  PERFORM tests.act_as(persona);
  RETURN prefd.enter_person(part, 'signed_in');
END $$;
CREATE FUNCTION pg_temp.told(persona text, part text, given text, state text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT throws_ok(format('SELECT pg_temp.enter(%L, %L), prefd.update_person(%L)', persona, part, given), state, NULL,
                   concat_ws(' ', persona, 'on', part, given))
$$;

-- whom one is shown
SELECT pg_temp.enter('viewer', '201');
SELECT results_eq('SELECT r FROM prefd.reachable_people() r', ARRAY[201::bigint], 'a viewer themselves');
SELECT pg_temp.enter('admin', '203');
SELECT results_eq('SELECT p FROM prefd.reachable_people() p ORDER BY p', '{201,202,203,205,206,208,209,210}'::bigint[], 'an owner all members');
SELECT tests.act_as_nobody();
SELECT is_empty('SELECT FROM prefd.reachable_people()', 'no context: nobody');
SELECT is_empty('SELECT FROM prefd.valara_users()', 'and nothing');

-- who changes what
SELECT pg_temp.told('viewer', '201', '{"role":"broker"}', 'PF110');
SELECT pg_temp.told('viewer', '201', '{"manager_id":null}', 'PF110');
SELECT pg_temp.told('admin', '201', '{"name":"x"}', 'PF110');
SELECT pg_temp.told('admin', '201', '{"manager_id":"204"}', 'PF113');
SELECT pg_temp.told('admin', '201', '{"manager_id":"205"}', 'PF113');
SELECT pg_temp.told('admin', '201', '{"manager_id":"201"}', '23514');
SELECT pg_temp.told('robot', '208', '{"name":"x"}', 'PF111');
SELECT tests.act_as_nobody();
SELECT throws_ok($$SELECT prefd.update_person('{"name":"x"}')$$, 'PF111', NULL, 'no context: nothing');
SELECT pg_temp.enter('admin', '201');
SELECT is((SELECT w.body ->> 'role' FROM prefd.write_valara_user('{"role":"agent","manager_id":"202"}') w), 'agent', 'an owner gives a role');
SELECT is((SELECT u.body ->> 'manager_id' FROM prefd.valara_users() u WHERE u.id = 201), '202', 'and a manager');
SELECT is((SELECT w.body ->> 'role' FROM prefd.write_valara_user('{"role":null}') w), 'viewer', 'null takes the role away');
SELECT is((SELECT u.body ->> 'manager_id' FROM prefd.valara_users() u WHERE u.id = 201), '202', 'and leaves the rest');
SELECT pg_temp.enter('viewer', '201');
SELECT is((SELECT w.body ->> 'name' FROM prefd.write_valara_user('{"name":"Own"}') w), 'Own', 'a person their name');

-- places
SELECT is(prefd.page_start(prefd.page_cursor(id)), id, 'there and back: ' || id) FROM unnest('{1,255,9223372036854775807}'::bigint[]) id;
SELECT ok(prefd.page_start(NULL) IS NULL, 'no cursor: the start');
SELECT throws_ok(format('SELECT prefd.page_start(%L)', cursor), 'PF115', NULL, 'no cursor: ' || cursor)
  FROM unnest(ARRAY['', '1', repeat('f', 24), repeat('0', 24), upper(prefd.page_cursor(171)), prefd.page_cursor(1) || '0',
                    '1' || substr(prefd.page_cursor(1), 2)]) cursor;

SELECT * FROM finish();
ROLLBACK;
