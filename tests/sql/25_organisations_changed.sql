-- Organisations made, renamed, addressed, listed and deleted: by whom, and what goes with them.

\ir begin.psql

-- listed and found by name: by server admins, wherever they act
SELECT tests.act_as('server_admin');
EXECUTE orgs_list(NULL, NULL, NULL, NULL) \gset
SELECT is(:'body'::text, '[{"id":101,"name":"North"}, {"id":102,"name":"South"}, {"id":103,"name":"Empty"}]', 'all of them, by id');
EXECUTE orgs_list('2', '0', '', '') \gset
SELECT is(jsonb_path_query_array(:'body', '$[*].id'), '[101,102]', 'the first page is 0');
EXECUTE orgs_list('2', '1', NULL, NULL) \gset
SELECT is(jsonb_path_query_array(:'body', '$[*].id'), '[103]', 'the second');
EXECUTE orgs_list('2', '2', NULL, NULL) \gset
SELECT is(:'body'::text, '[]', 'past the end');
EXECUTE orgs_list('-5', '-1', NULL, NULL) \gset
SELECT is(jsonb_array_length(:'body'), 3, 'what makes no sense is the default');
EXECUTE orgs_list('9223372036854775807', '9223372036854775807', NULL, NULL) \gset
SELECT is(:'body'::text, '[]', 'far past the end');
EXECUTE orgs_list(NULL, NULL, 'Nor', NULL) \gset
SELECT is(jsonb_path_query_array(:'body', '$[*].id'), '[101]', 'by the beginning of the name');
EXECUTE orgs_list(NULL, NULL, 'nor', NULL) \gset
SELECT is(:'body'::text, '[]', 'in this case');
EXECUTE orgs_list(NULL, NULL, '%', NULL) \gset
SELECT is(:'body'::text, '[]', 'without wildcards');
EXECUTE orgs_list(NULL, NULL, NULL, 'South') \gset
SELECT is(jsonb_path_query_array(:'body', '$[*].id'), '[102]', 'by the whole name');
EXECUTE orgs_list(NULL, NULL, 'N', 'South') \gset
SELECT is(:'body'::text, '[]', 'by both');
EXECUTE org_get_by_name('South') \gset
SELECT is(:'body'::jsonb @> '{"id":102,"name":"South","address":{"zipCode":""}}', true, 'one by its name');
SELECT is_empty($$EXECUTE org_get_by_name('south')$$, 'in this case');
SELECT tests.act_as('admin');
SELECT throws_ok('EXECUTE orgs_list(NULL, NULL, NULL, NULL)', 'PF010', NULL, 'an Admin lists none');
SELECT throws_ok($$EXECUTE org_get_by_name('South')$$, 'PF010', NULL, 'and finds none, there');
SELECT throws_ok($$EXECUTE org_get_by_name('nowhere')$$, 'PF010', NULL, 'or not there');

-- made
SELECT throws_ok($$EXECUTE org_create('Mine')$$, 'PF010', NULL, 'an Admin makes none');
SELECT throws_ok($$SELECT prefd.create_org('Mine')$$, 'PF010', NULL, 'nobody makes any') FROM tests.act_as_nobody();
SELECT tests.act_as('server_admin');
EXECUTE org_create('New') \gset
SELECT is(:'body'::jsonb - 'orgId', '{"message":"Organization created"}', 'made');
SELECT set_config('tests.new', :'body'::jsonb ->> 'orgId', true) AS new \gset
SELECT is((SELECT org_id FROM prefd.users WHERE id = 205), 101::bigint, 'it is not made the current one');
SELECT throws_ok($$EXECUTE org_create('South')$$, '23505', NULL, 'a name is there once');
EXECUTE org_create('south') \gset
SELECT isnt(:'body'::jsonb ->> 'orgId', NULL, 'compared exactly');
SELECT throws_ok($$EXECUTE org_create(repeat('x', 191))$$, '23514', NULL, 'and has an end');
SELECT tests.act_as('server_admin', :'new');
SELECT is(prefd.current_org_role(), 'Admin', 'who makes it is its Admin');

-- changed
SELECT results_eq($$EXECUTE org_update('Newer')$$, ARRAY[:'new' || '-2'], 'by an Admin');
SELECT results_eq($$EXECUTE org_update('Newer')$$, ARRAY[:'new' || '-3'], 'to its own name');
SELECT throws_ok($$EXECUTE org_update('South')$$, '23505', NULL, 'not to that of another');
SELECT results_eq($$EXECUTE org_address_update('1 Way', 'West', 'Town', 'Z1', 'State', 'Land')$$, ARRAY[:'new' || '-4'], 'an address');
SELECT results_eq($$EXECUTE org_address_update(NULL, '', 'City', NULL, NULL, NULL)$$, ARRAY[:'new' || '-5'], 'part of an address');
EXECUTE org_get \gset
SELECT is(:'body'::jsonb - 'id', '{"name":"Newer","address":{"address1":"1 Way","address2":"West","city":"City","zipCode":"Z1","state":"State","country":"Land"}}', 'both are there');
SELECT is((SELECT version FROM prefd.orgs), 5, 'each change is counted');
SELECT tests.act_as('editor');
SELECT is_empty($$EXECUTE org_update('Mine')$$, 'an Editor changes no name');
SELECT is_empty($$EXECUTE org_address_update('x', 'x', 'x', 'x', 'x', 'x')$$, 'nor an address');
SELECT throws_ok('UPDATE prefd.orgs SET version = 1', '42501', NULL, 'there is no other way');
SELECT tests.act_as('admin');
SELECT is_empty($$UPDATE prefd.orgs SET name = 'x' WHERE id <> 101 RETURNING id$$, 'an Admin changes no other organisation');
SELECT tests.act_as('server_admin');
SELECT results_eq($$EXECUTE org_update('Norther')$$, ARRAY['101-2'], 'a server admin who is a Viewer there may');
SELECT tests.act_as('server_admin', 103);
SELECT is_empty($$EXECUTE org_update('x')$$, 'but in no organisation there is none');

-- deleted
SELECT tests.act_as('traveller');
SELECT isnt_empty($$EXECUTE user_using('101')$$, 'somebody uses it who has another');
SELECT tests.act_as('admin');
SELECT throws_ok('EXECUTE org_delete(102)', 'PF010', NULL, 'an Admin deletes none');
SELECT throws_ok('EXECUTE org_delete(999)', 'PF010', NULL, 'the same where there is none');
SELECT throws_ok('SELECT prefd.delete_org(101)', 'PF010', NULL, 'nobody deletes any') FROM tests.act_as_nobody();
SELECT tests.act_as('server_admin', :'new');
SELECT throws_ok(format('EXECUTE org_delete(%s)', :'new'), 'PF036', NULL, 'not the one acted in');
SELECT is_empty('EXECUTE org_delete(999)', 'nor one that is not');
SELECT is_empty('EXECUTE org_delete(NULL)', 'nor none');
SELECT results_eq('EXECUTE org_delete(101)', ARRAY[101::bigint], 'any other');
SELECT results_eq('EXECUTE org_delete(103)', ARRAY[103::bigint], 'an empty one too');
SELECT is(tests.tables_with_rows_of(101), '{}'::text[], 'nothing of it is left in any table');
SELECT ok(tests.tables_with_rows_of(102) @> '{dashboards,org_members,preferences,tokens,users}', 'all of the others');
SELECT throws_ok($$SELECT tests.act_as('robot')$$, 'PF001', NULL, 'its service accounts are gone');
SELECT tests.act_as('viewer');
SELECT is((SELECT org_id FROM prefd.users), NULL, 'its people stay, without an organisation');
SELECT tests.act_as('traveller');
SELECT is((SELECT org_id FROM prefd.users WHERE id = 210), 102::bigint, 'or with another of theirs');

SELECT * FROM finish();
ROLLBACK;
