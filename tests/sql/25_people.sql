-- People: what they are called, their passwords, what a server admin may do to them, and that nobody else may.

\ir begin.psql

-- who is who
SELECT tests.act_as('server_admin');
SELECT is(prefd.account_id('204'), 204::bigint, 'a person by id');
SELECT is(prefd.account_id('+204'), 204::bigint, 'as Go reads numbers');
SELECT is(prefd.account_id((SELECT uid FROM prefd.users WHERE id = 204)), 204::bigint, 'by uid');
SELECT is(prefd.account_id('208'), NULL, 'a service account is no person');
SELECT throws_ok('SELECT prefd.account_id((SELECT uid FROM prefd.users WHERE id = 208))', 'PF045', NULL, 'nor by uid');
SELECT is(prefd.account_id('999'), NULL, 'nobody');
SELECT is(prefd.account_id(NULL), NULL, 'nobody at all');
SELECT is(prefd.trimmed(E' \u00a0\t A b \u3000\n'), 'A b', 'space of any kind is taken off');
SELECT is(prefd.trimmed(E'\u000Bvtfnr\u0085'), 'vtfnr', 'and nothing else');
SELECT is(prefd.trimmed(E' \u2003'), NULL, 'nothing is left of space');

-- profiles
EXECUTE users_get('204') \gset
SELECT is(:'body'::jsonb - '{uid,updatedAt,createdAt,avatarUrl}'::text[], '{"id":204,"email":"stranger@south.example","name":"","login":"stranger","theme":"","orgId":102,"isGrafanaAdmin":false,"isDisabled":false,"isExternal":false,"isExternallySynced":false,"isGrafanaAdminExternallySynced":false,"isProvisioned":false,"authLabels":[]}',
          'the profile of somebody in another organisation');
SELECT is_empty($$EXECUTE users_get('208')$$, 'none of a service account');
SELECT is_empty($$EXECUTE users_get('999')$$, 'none of nobody');
EXECUTE users_lookup('Stranger@South.Example') \gset
SELECT is(:'body'::jsonb ->> 'id', '204', 'by email');
EXECUTE users_lookup('STRANGER') \gset
SELECT is(:'body'::jsonb ->> 'id', '204', 'by login');
SELECT is_empty('EXECUTE users_lookup(NULL)', 'not by nothing');
SELECT is_empty($$EXECUTE users_lookup('')$$, 'nor by nothing at all');
SELECT is_empty($$EXECUTE users_lookup('robot')$$, 'nor service accounts');
EXECUTE users_orgs_get('210') \gset
SELECT is(:'body'::jsonb, '[{"orgId":101,"name":"North","role":"Viewer"},{"orgId":102,"name":"South","role":"Editor"}]', 'somebody''s organisations');
EXECUTE users_orgs_get('999') \gset
SELECT is(:'body'::text, '[]', 'nobody''s');
SELECT is(prefd.use_org(210, 102), 102::bigint, 'somebody is moved');
SELECT throws_ok('SELECT prefd.use_org(210, 103)', 'PF030', NULL, 'only where they are members');
SELECT throws_ok('SELECT prefd.use_org(NULL, 101)', 'PF030', NULL, 'nobody is not');
SELECT version AS before FROM prefd.users WHERE id = 208 \gset
SELECT prefd.use_org(208, 101);
SELECT is((SELECT version FROM prefd.users WHERE id = 208), :before, 'a service account stays where it is');

-- names
SELECT results_eq($$SELECT prefd.update_profile(204, ' New@Mail.Example ', '', '', '')$$, ARRAY['204-2'], 'a new email');
SELECT results_eq('SELECT login, email, name FROM prefd.users WHERE id = 204', $$VALUES ('new@mail.example', 'new@mail.example', '')$$,
                  'in lower case, trimmed; without a login it is the login too');
SELECT results_eq($$SELECT prefd.update_profile(204, NULL, ' Stranger  Still ', 'STRANGER', 'dark')$$, ARRAY['204-3'], 'a new login');
SELECT results_eq('SELECT login, email, name, theme FROM prefd.users WHERE id = 204',
                  $$VALUES ('stranger', 'new@mail.example', 'Stranger  Still', 'dark')$$, 'the email stays');
SELECT throws_ok($$SELECT prefd.update_profile(204, ' ', 'name', NULL, '')$$, 'PF041', NULL, 'one of both must be given');
SELECT throws_ok($$SELECT prefd.update_profile(204, NULL, NULL, 'viewer@north.example', '')$$, '23505', NULL, 'not the email of another as a login');
SELECT throws_ok($$SELECT prefd.update_profile(204, 'VIEWER', NULL, 'stranger', '')$$, '23505', NULL, 'nor the login of another as an email');
SELECT is_empty($$SELECT prefd.update_profile(208, NULL, NULL, 'droid', '')$$, 'service accounts are not renamed');
SELECT is_empty($$SELECT prefd.update_profile(NULL, NULL, NULL, 'droid', '')$$, 'nobody is not');

-- creating
EXECUTE admin_user_create('Name', 'A@B.Example', NULL, NULL, 'hash') \gset
SELECT ok(:'body'::jsonb ?& '{id,uid,message}' AND :'body'::jsonb ->> 'message' = 'User created', 'an account is made');
SELECT results_eq($$SELECT login, email, name, is_server_admin, is_disabled, org_id, last_seen_at FROM prefd.users WHERE login = 'a@b.example'$$,
                  $$VALUES ('a@b.example', 'a@b.example', 'Name', false, false, NULL::bigint, NULL::timestamptz)$$, 'without the first organisation, in none');
SELECT lives_ok($$SELECT prefd.create_person('c', NULL, NULL, 102, 'hash')$$, 'one in an organisation');
SELECT results_eq($$SELECT email, name, org_id FROM prefd.users WHERE login = 'c'$$, $$VALUES ('c', '', 102::bigint)$$, 'which is the current one');
SELECT id AS made FROM prefd.users WHERE login = 'c' \gset
EXECUTE users_orgs_get(:'made') \gset
SELECT is(:'body'::jsonb, '[{"orgId":102,"name":"South","role":"Viewer"}]', 'as a Viewer');
SELECT throws_ok($$SELECT prefd.create_person('d', NULL, NULL, 999, 'hash')$$, 'PF042', NULL, 'not in no organisation');
SELECT throws_ok($$SELECT prefd.create_person(' ', '', NULL, 101, 'hash')$$, 'PF041', NULL, 'not without any name');
SELECT throws_ok($$SELECT prefd.create_person('Viewer@north.example', NULL, NULL, 101, 'hash')$$, 'PF040', NULL, 'not with the email of another');
SELECT is_empty($$SELECT FROM prefd.users WHERE login IN ('d', 'Viewer@north.example')$$, 'nothing is left of those');

CREATE FUNCTION pg_temp.detail(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  EXECUTE statement;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RETURN detail;
END $$;
SELECT is(pg_temp.detail($$SELECT prefd.create_person('x"', ' VIEWER ', NULL, 101, 'hash')$$),
          $$"User with email ' VIEWER ' or username 'x\"' already exists"$$, 'the names as they were given, as JSON');

-- passwords
SELECT results_eq($$SELECT prefd.set_password(204, 'other', NULL)$$, ARRAY[204::bigint], 'a password for somebody');
SELECT is_empty($$SELECT prefd.set_password(208, 'other', NULL)$$, 'not for a service account');
SELECT is_empty($$SELECT prefd.set_password(999, 'other', NULL)$$, 'nor for nobody');
SELECT tests.act_as('stranger');
SELECT is(prefd.own_password(0, 300), 'other', 'which is theirs');
SELECT tests.act_as('viewer');
SELECT is(prefd.own_password(0, 300), 'viewer hash', 'one''s own');
SELECT is_empty($$SELECT prefd.set_password(201, 'mine', NULL)$$, 'one''s own not without the old one');
SELECT results_eq($$SELECT prefd.set_password(201, 'mine', 'viewer hash')$$, ARRAY[201::bigint], 'is one''s own to change');
SELECT is_empty($$SELECT prefd.set_password(201, 'late', 'viewer hash')$$, 'not over one that came in between');
SELECT results_eq($$SELECT prefd.set_password(201, 'mine again', 'mine')$$, ARRAY[201::bigint], 'over the one that was compared');
SELECT is(prefd.own_password(2, 300), 'mine again', 'shown for a guess') FROM generate_series(1, 2);
SELECT is(prefd.own_password(2, 300), NULL, 'and not for one too many');
SELECT prefd.update_profile(prefd.current_user_id(), NULL, NULL, 'another', NULL);
SELECT is(prefd.own_password(2, 300), NULL, 'nor under another login');
SELECT is_empty($$SELECT prefd.set_password(202, 'mine', NULL)$$, 'another''s is not');
SELECT is(prefd.own_password(0, 300), NULL, 'no context, no password') FROM tests.act_as_nobody();

-- help flags
SELECT tests.act_as('viewer');
EXECUTE user_help_flag_set(4) \gset
EXECUTE user_help_flag_set(1) \gset
SELECT is(:'body'::jsonb, '{"message":"Help flag set","helpFlags1":5}', 'help flags add up');
EXECUTE user_help_flags_clear \gset
SELECT is(:'body'::jsonb, '{"message":"Help flag set","helpFlags1":0}', 'and are cleared');
SELECT results_eq($$EXECUTE user_update(NULL, 'Me', 'me', NULL)$$, ARRAY['201-8'], 'one''s own name');
SELECT is_empty($$SELECT prefd.update_profile(202, NULL, 'Me', 'him', NULL)$$, 'but not another''s');

-- lists and searches
CREATE FUNCTION pg_temp.found(query text, sort text DEFAULT NULL, page bigint DEFAULT 1, per_page bigint DEFAULT 1000) RETURNS text
LANGUAGE sql AS $$
  SELECT concat(found.total, ': ', (SELECT string_agg(hit ->> 'login', ' ') FROM json_array_elements(found.hits::json) hit))
    FROM prefd.search_people(query, sort, NULL, page, per_page, true) found
$$;
SELECT is_empty('SELECT prefd.search_people(NULL, NULL, NULL, 1, 10, true)', 'a list is not for everybody');
SELECT tests.act_as('server_admin');
SELECT is(pg_temp.found('tRANGe'), '1: stranger', 'in the middle, in any case');
SELECT is(pg_temp.found('south.example'), '0: ', 'no more under an email that was changed');
SELECT is(pg_temp.found('ranger st'), '0: ', 'as it is: space matters');
SELECT is(pg_temp.found('stranger  still'), '1: stranger', 'in names');
SELECT is(pg_temp.found('robot'), '0: ', 'service accounts are not listed');
SELECT is(pg_temp.found('ab'), '1: disabled', 'a query shorter than a trigram');
SELECT is(pg_temp.found('%'), '0: ', 'a percent sign is one');
SELECT is(pg_temp.found('_'), '1: server_admin', 'an underscore is one');
SELECT is(pg_temp.found('server_admin'), '1: server_admin', 'and beside trigrams');
SELECT is(pg_temp.found('serverXadmin'), '0: ', 'it stands for nothing else');
SELECT is(pg_temp.found('\'), '0: ', 'a backslash is one');
SELECT is(pg_temp.found('stranger%'), '0: ', 'a percent sign after a word');
SELECT is(pg_temp.found(NULL, NULL, 1000000, 1000), concat((SELECT count(*) FROM prefd.users WHERE NOT is_service_account), ': '), 'a page past the end');
SELECT is(pg_temp.found(NULL, NULL, 9223372036854775807, 9223372036854775807), pg_temp.found(NULL, NULL, 1000000, 1000), 'a page far past the end');
SELECT is((SELECT array_agg(hit ->> 'login') FROM prefd.search_people(NULL, NULL, NULL, 1, 1000, false) found, json_array_elements(found.hits::json) hit),
          (SELECT array_agg(login ORDER BY login) FROM prefd.users WHERE NOT is_service_account), 'all, by login');
SELECT is((SELECT array_agg(hit ->> 'login') FROM prefd.search_people(NULL, 'login-desc', NULL, 2, 3, false) found, json_array_elements(found.hits::json) hit),
          (SELECT array_agg(login) FROM (SELECT login FROM prefd.users WHERE NOT is_service_account ORDER BY login DESC OFFSET 3 LIMIT 3) page), 'the other way round, a page');
SELECT is(prefd.user_sort_order(NULL), 'u.login', 'the usual order');
SELECT is(prefd.user_sort_order('name-desc,email-asc'), 'u.email', 'email goes before name, and leaves nothing to it');
SELECT is(prefd.user_sort_order('lastSeenAtAge-asc,name-desc'), 'u.name DESC, u.last_seen_at NULLS FIRST, u.login', 'all there is to order by');
SELECT throws_ok($$SELECT prefd.user_sort_order('name')$$, 'PF044', NULL, 'no order');
SELECT throws_ok($$SELECT prefd.user_sort_order('login-asc,')$$, 'PF044', NULL, 'half an order is none');
SELECT throws_ok($$SELECT prefd.search_people(NULL, 'login-asc;', NULL, 1, 10, false)$$, 'PF044', NULL, 'none either');
SELECT is((SELECT total FROM prefd.search_people(NULL, NULL, now() - interval '30 days', 1, 10, true)), 0::bigint, 'none was seen of late');
EXECUTE users_search('stranger', NULL, '["activeLast30Days"]', 0, -1) \gset
SELECT is(:'body'::jsonb, '{"totalCount":0,"users":[],"page":1,"perPage":1000}', 'what was asked, as it was understood');
EXECUTE users_list('stranger', NULL, NULL, NULL, NULL) \gset
SELECT is((:'body'::jsonb -> 0) - '{uid,created,lastSeenAt,avatarUrl}'::text[], '{"id":204,"name":"Stranger  Still","login":"stranger","email":"new@mail.example","isAdmin":false,"isDisabled":false,"lastSeenAtAge":"10 years","authLabels":[],"isProvisioned":false}', 'an account in a list');
SELECT is(current_setting('enable_seqscan'), 'on', 'the planner is left as it was');
SELECT is(pg_temp.found('rang'), '1: stranger', 'a query of one piece');
SELECT is(pg_temp.found('ger'), '1: stranger', 'of less than one, at the end');
SELECT is(pg_temp.found('anger''  sti'), '0: ', 'a quote is one');
SELECT is(pg_temp.found('anger\  sti'), '0: ', 'a backslash is one, too');

-- disabling, server admins, deleting
SELECT tests.act_as('server_admin');
SELECT results_eq($$EXECUTE admin_user_disable('202')$$, ARRAY[202::bigint], 'disabled');
SELECT throws_ok($$SELECT tests.act_as('editor')$$, 'PF005', NULL, 'refused from then on');
SELECT results_eq($$EXECUTE admin_user_enable('202')$$, ARRAY[202::bigint], 'enabled');
SELECT lives_ok($$SELECT tests.act_as('editor')$$, 'let in again');
SELECT tests.act_as('server_admin');
SELECT is_empty($$EXECUTE admin_user_disable('208')$$, 'not a service account');
SELECT throws_ok($$EXECUTE admin_user_permissions('205', false)$$, 'PF043', NULL, 'the last server admin stays one');
SELECT throws_ok($$EXECUTE admin_user_permissions('205', NULL)$$, 'PF043', NULL, 'absent is no');
SELECT throws_ok($$EXECUTE admin_user_delete('205')$$, 'PF043', NULL, 'and stays');
SELECT results_eq($$EXECUTE admin_user_permissions('205', true)$$, ARRAY[205::bigint], 'what is so may be said');
SELECT results_eq($$EXECUTE admin_user_permissions('203', false)$$, ARRAY[203::bigint], 'either way');
SELECT is_empty($$EXECUTE admin_user_permissions('208', true)$$, 'no service account becomes one');
SELECT is_empty($$EXECUTE admin_user_permissions('999', false)$$, 'nor nobody');
SELECT results_eq($$EXECUTE admin_user_permissions('203', true)$$, ARRAY[203::bigint], 'there may be two');
SELECT results_eq($$EXECUTE admin_user_permissions('205', false)$$, ARRAY[205::bigint], 'and the first be none any more');
SELECT tests.act_as('admin');
SELECT results_eq($$EXECUTE admin_user_delete('202')$$, ARRAY[202::bigint], 'deleted');
SELECT is_empty($$EXECUTE admin_user_delete('202')$$, 'once');
SELECT is_empty($$EXECUTE admin_user_delete('208')$$, 'not a service account');

SELECT * FROM finish();
ROLLBACK;
