-- Which accounts, organisations and memberships each persona sees; the profile; the health statement.

\ir begin.psql

CREATE FUNCTION pg_temp.sees(persona text, wanted bigint, expected_orgs text, expected_users text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona, wanted);
  RETURN NEXT is((SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') FROM prefd.orgs), expected_orgs, persona || ' and organisations');
  RETURN NEXT is((SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') FROM prefd.users), expected_users, persona || ' and users');
  RETURN NEXT is((SELECT coalesce(string_agg(DISTINCT org_id::text, ' '), '') FROM prefd.org_members), expected_orgs, persona || ' and memberships');
END $$;
SELECT is_empty('SELECT FROM prefd.orgs', 'no context: no organisation');
SELECT is_empty('SELECT FROM prefd.org_members', 'no context: no membership');
SELECT is_empty('SELECT id FROM prefd.users', 'no context: no user');
SELECT pg_temp.sees('viewer', NULL, '101', '201 202 203 205 206 208 209 210');
SELECT pg_temp.sees('admin', NULL, '101', '201 202 203 205 206 208 209 210');
SELECT pg_temp.sees('stranger', NULL, '102', '204 210');
SELECT pg_temp.sees('server_admin', 102, '', '201 202 203 204 205 206 207 208 209 210 212');
SELECT pg_temp.sees('homeless', NULL, '', '207');
SELECT pg_temp.sees('viewer', 102, '', '201');

SELECT is_empty('EXECUTE user_get', 'no profile') FROM tests.act_as_nobody();
SELECT tests.act_as('viewer');
EXECUTE user_get \gset
SELECT is(:'body'::jsonb - '{uid,updatedAt,createdAt}'::text[], '{"id":201,"email":"viewer@north.example","name":"","login":"viewer","theme":"","orgId":101,"isGrafanaAdmin":false,"isDisabled":false,"isExternal":false,"isExternallySynced":false,"isGrafanaAdminExternallySynced":false,"isProvisioned":false,"authLabels":[],"avatarUrl":"/avatar/018a48ca24f0f532184ae455437d5737"}',
          'the profile');
SELECT is((SELECT string_agg(key, ' ') FROM json_object_keys(:'body') key), 'id uid email name login theme orgId isGrafanaAdmin isDisabled isExternal isExternallySynced isGrafanaAdminExternallySynced isProvisioned authLabels updatedAt createdAt avatarUrl', 'its keys in order');
SELECT matches(:'body'::json ->> 'createdAt', '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$', 'times are RFC 3339');
SELECT tests.act_as('server_admin', 102);
EXECUTE user_get \gset
SELECT is(:'body'::jsonb @> '{"id":205,"orgId":101,"isGrafanaAdmin":true}', true, 'a server admin, elsewhere');
SELECT tests.act_as('homeless');
EXECUTE user_get \gset
SELECT ok(NOT :'body'::jsonb ? 'orgId', 'no orgId without an organisation');

SELECT is(prefd.rfc3339('2026-11-21 12:00:00.987+02'), '2026-11-21T10:00:00Z', 'a time in UTC, whole seconds');
SELECT results_eq('EXECUTE health_get', 'VALUES (1)', 'the database answers');

SELECT * FROM finish();
ROLLBACK;
