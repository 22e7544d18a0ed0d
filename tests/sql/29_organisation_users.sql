-- The people of an organisation found by a text: whose, by whom, in what order.

\ir begin.psql

SELECT tests.act_as('admin');
SELECT results_eq($$SELECT total, ids FROM prefd.find_org_users(NULL, NULL, 3, 0)$$, $$VALUES (7::bigint, '{203,209,202}'::bigint[])$$, 'a page, and how many there are');
SELECT results_eq($$SELECT total, ids FROM prefd.find_org_users('', '', 3, 2)$$, $$VALUES (7::bigint, '{201}'::bigint[])$$, 'the last page');
SELECT results_eq($$SELECT total, ids FROM prefd.find_org_users('', '', 9223372036854775807, 9223372036854775807)$$, $$VALUES (7::bigint, '{}'::bigint[])$$, 'far past it');
SELECT results_eq($$SELECT total, ids FROM prefd.find_org_users('North.', 'email-desc', NULL, 0)$$, $$VALUES (5::bigint, '{201,206,202,209,203}'::bigint[])$$, 'by a text, otherwise sorted');
SELECT results_eq($$SELECT total, ids FROM prefd.find_org_users('south', NULL, NULL, 0)$$, $$VALUES (0::bigint, '{}'::bigint[])$$, 'nobody of another organisation');
SELECT results_eq($$SELECT total, ids FROM prefd.find_org_users('robot', NULL, NULL, 0)$$, $$VALUES (0::bigint, '{}'::bigint[])$$, 'no service account');
SELECT throws_ok($$SELECT prefd.find_org_users(NULL, 'id); DROP TABLE prefd.users; --', 1, 0)$$, 'PF044', NULL, 'an order is one of those known');
CREATE FUNCTION pg_temp.refuses(persona text, org bigint) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona, org);
  RETURN NEXT throws_ok('SELECT prefd.find_org_users(NULL, NULL, 1, 0)', 'PF010', NULL, persona || ' finds nobody');
END $$;
SELECT pg_temp.refuses(persona, NULL) FROM unnest('{viewer,roleless,homeless,robot,traveller}'::text[]) persona;
SELECT pg_temp.refuses('stranger', 101);
SELECT pg_temp.refuses('server_admin', 102);
SELECT throws_ok('SELECT prefd.find_org_users(NULL, NULL, 1, 0)', 'PF010', NULL, 'nobody does') FROM tests.act_as_nobody();
SELECT tests.act_as('editor');
SELECT results_eq('SELECT total FROM prefd.find_org_users(NULL, NULL, 1, 0)', ARRAY[7::bigint], 'the administrator of a team finds all, to choose from');
SELECT tests.act_in('server_admin', 102);
SELECT results_eq($$SELECT total, ids FROM prefd.find_org_users(NULL, NULL, NULL, 0)$$, $$VALUES (2::bigint, '{204,210}'::bigint[])$$, 'a server admin, anywhere');
EXECUTE org_users_list('stranger', NULL) \gset
SELECT is(:'body'::jsonb -> 0 @> '{"orgId":102,"userId":204,"role":"Admin","lastSeenAtAge":"10 years","isDisabled":false}', true, 'as it is shown');

SELECT * FROM finish();
ROLLBACK;
