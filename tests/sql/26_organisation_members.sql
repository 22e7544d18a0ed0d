-- Members added, given another role, removed: by whom, whom, and what goes with it.

\ir begin.psql

CREATE FUNCTION pg_temp.members() RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(user_id || ' ' || role, ', ' ORDER BY user_id) FROM prefd.org_members
$$;
CREATE FUNCTION pg_temp.refuses(persona text, org bigint, sqlstate text, reason text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona, org);
  RETURN NEXT throws_ok($s$SELECT prefd.add_org_user('stranger', 'Viewer')$s$, sqlstate, NULL, reason || ': adds nobody');
  RETURN NEXT throws_ok($s$SELECT prefd.change_org_user('201', 'Admin')$s$, sqlstate, NULL, reason || ': changes nobody');
  RETURN NEXT throws_ok($s$SELECT prefd.remove_org_user('201', false)$s$, sqlstate, NULL, reason || ': removes nobody');
END $$;
SELECT pg_temp.refuses('viewer', NULL, 'PF010', 'a Viewer');
SELECT pg_temp.refuses('editor', NULL, 'PF010', 'an Editor');
SELECT pg_temp.refuses('roleless', NULL, 'PF010', 'who has no role');
SELECT pg_temp.refuses('homeless', NULL, 'PF010', 'who has no organisation');
SELECT pg_temp.refuses('stranger', 101, 'PF010', 'who is elsewhere');
SELECT pg_temp.refuses('server_admin', 102, 'PF010', 'a server admin in no organisation');
SELECT tests.act_as_nobody();
SELECT throws_ok($$SELECT prefd.remove_org_user('201', false)$$, 'PF010', NULL, 'nobody');
SELECT tests.act_as('admin');
SELECT throws_ok($$INSERT INTO prefd.org_members (org_id, user_id, role) VALUES (101, 204, 'Viewer')$$, '42501', NULL, 'there is no other way in');
SELECT throws_ok('UPDATE prefd.org_members SET role = ''Viewer''', '42501', NULL, 'nor to another role');
SELECT throws_ok('DELETE FROM prefd.org_members', '42501', NULL, 'nor out');
SELECT throws_ok($$SELECT prefd.join_org(101, 204, 'Admin')$$, '42501', NULL, 'nor around the rules');

-- added
EXECUTE org_user_add('stranger', 'Editor') \gset
SELECT is(:'body'::jsonb, '{"message":"User added to organization","userId":204}', 'by login');
EXECUTE org_user_add(' Homeless@EXAMPLE ', 'None') \gset
SELECT is(:'body'::jsonb -> 'userId', '207', 'by email, in any case');
SELECT throws_ok($$EXECUTE org_user_add('viewer@north.example', 'Viewer')$$, 'PF033', NULL, 'not who is one');
SELECT is(prefd.add_org_user('expelled', 'Viewer'), 212::bigint, 'who was thrown out elsewhere');
SELECT is((SELECT org_id FROM prefd.users WHERE id = 207), 101::bigint, 'who had no organisation has this one now');
SELECT is((SELECT org_id FROM prefd.users WHERE id = 212), 101::bigint, 'so has who had none that was valid');
SELECT is((SELECT org_id FROM prefd.users WHERE id = 204), 102::bigint, 'who had one keeps it');
SELECT throws_ok($$EXECUTE org_user_add('nobody', 'Viewer')$$, 'PF032', NULL, 'not who is not');
SELECT throws_ok($$EXECUTE org_user_add('robot', 'Viewer')$$, 'PF032', NULL, 'nor a service account');
SELECT throws_ok($$EXECUTE org_user_add('', 'Viewer')$$, 'PF032', NULL, 'nor no name');
SELECT throws_ok(format('EXECUTE org_user_add(''homeless'', %L)', role), 'PF031', NULL, concat('not as ', role))
  FROM unnest('{admin,Owner,"",NULL}'::text[]) role;
SELECT throws_ok($$EXECUTE org_user_add('viewer', 'Admin')$$, 'PF033', 'already a member', 'not twice');
SELECT is(pg_temp.members(), '201 Viewer, 202 Editor, 203 Admin, 204 Editor, 205 Viewer, 206 None, 207 None, 208 Editor, 209 Viewer, 210 Viewer, 212 Viewer', 'the members now');

-- another role
SELECT results_eq($$EXECUTE org_user_update('201', 'Admin')$$, ARRAY[201::bigint], 'by id');
SELECT results_eq(format($$EXECUTE org_user_update(%L, 'None')$$, uid), ARRAY[202::bigint], 'by uid') FROM prefd.users WHERE id = 202;
SELECT throws_ok($$EXECUTE org_user_update('201', 'admin')$$, 'PF031', NULL, 'not an unknown one');
SELECT throws_ok(format($$EXECUTE org_user_update(%L, 'Viewer')$$, who), 'PF032', NULL, who || ': not who is no member')
  FROM unnest('{211,999,-1,9223372036854775807,5f0c7a34-0000-4000-8000-000000000000}'::text[]) who;
SELECT throws_ok($$EXECUTE org_user_update('208', 'Viewer')$$, 'PF032', NULL, 'nor a service account');
SELECT results_eq($$EXECUTE org_user_update('203', 'Viewer')$$, ARRAY[203::bigint], 'an Admin steps down');
SELECT tests.act_as('viewer');
SELECT throws_ok($$EXECUTE org_user_update('201', 'Editor')$$, 'PF034', NULL, 'but not the last one');
SELECT throws_ok($$EXECUTE org_user_update('201', 'None')$$, 'PF034', NULL, 'in no way');
SELECT results_eq($$EXECUTE org_user_update('201', 'Admin')$$, ARRAY[201::bigint], 'who may stay what he is');
SELECT is(pg_temp.members(), '201 Admin, 202 None, 203 Viewer, 204 Editor, 205 Viewer, 206 None, 207 None, 208 Editor, 209 Viewer, 210 Viewer, 212 Viewer', 'the roles now');

-- removed
SELECT throws_ok($$EXECUTE org_user_remove('201')$$, 'PF035', NULL, 'not the last Admin');
SELECT throws_ok($$EXECUTE org_user_remove_or_delete('201')$$, 'PF035', NULL, 'in no way');
SELECT throws_ok($$EXECUTE org_user_remove('208')$$, 'PF032', NULL, 'nor a service account');
SELECT results_eq(format('EXECUTE org_user_remove(%L)', who), ARRAY[false], who || ': who is no member stays none')
  FROM unnest('{211,999,-1,5f0c7a34-0000-4000-8000-000000000000}'::text[]) who;
SELECT results_eq($$EXECUTE org_user_remove('206')$$, ARRAY[false], 'by id, and the account stays');
SELECT results_eq(format('EXECUTE org_user_remove(%L)', uid), ARRAY[false], 'by uid') FROM prefd.users WHERE id = 209;
EXECUTE org_user_remove_or_delete('202') \gset
SELECT is(:'body'::text, '{"message":"User deleted"}', 'with the account, when it was its last');
SELECT throws_ok($$SELECT tests.act_as('editor')$$, 'PF001', NULL, 'which is gone');
EXECUTE org_user_remove_or_delete('205') \gset
SELECT is(:'body'::text, '{"message":"User removed from organization"}', 'not that of a server admin');
EXECUTE org_user_remove_or_delete('204') \gset
SELECT is(:'body'::text, '{"message":"User removed from organization"}', 'nor of who is elsewhere too');
EXECUTE org_user_remove_or_delete('202') \gset
SELECT is(:'body'::text, '{"message":"User removed from organization"}', 'nor of who is gone');
SELECT is(pg_temp.members(), '201 Admin, 203 Viewer, 207 None, 208 Editor, 210 Viewer, 212 Viewer', 'the members now');
SELECT tests.act_as('roleless');
SELECT is((SELECT org_id FROM prefd.users), NULL, 'who was removed from the last organisation has none');
SELECT tests.act_as('traveller', 101);
SELECT is(prefd.use_org(prefd.current_user_id(), 101), 101::bigint, 'the traveller comes here');
SELECT tests.act_as('viewer');
SELECT results_eq($$EXECUTE org_user_remove('210')$$, ARRAY[false], 'and is removed');
SELECT tests.act_as('traveller');
SELECT is((SELECT org_id FROM prefd.users WHERE id = 210), 102::bigint, 'and falls back to another organisation');

-- a server admin, in whatever organisation the path names
SELECT tests.act_in('server_admin', 102);
SELECT is(prefd.add_org_user('viewer', 'Viewer'), 201::bigint, 'adds');
SELECT results_eq($$EXECUTE org_user_update('201', 'Admin')$$, ARRAY[201::bigint], 'changes');
SELECT results_eq($$EXECUTE org_user_remove('204')$$, ARRAY[false], 'removes');
SELECT throws_ok($$EXECUTE org_user_remove('201')$$, 'PF035', NULL, 'but leaves an Admin');
SELECT tests.act_in('server_admin', 999);
SELECT throws_ok($$EXECUTE org_user_add('viewer', 'Viewer')$$, '23503', NULL, 'adds nobody to nothing');
SELECT throws_ok($$EXECUTE org_user_update('201', 'Viewer')$$, 'PF032', NULL, 'changes nobody there');
SELECT results_eq($$EXECUTE org_user_remove('201')$$, ARRAY[false], 'removes nobody from there');

SELECT * FROM finish();
ROLLBACK;
