-- Service accounts and their tokens: what an Admin may do in the acting organisation, what nobody may.

\ir begin.psql

CREATE FUNCTION pg_temp.refused(statement text, state text, reason text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT throws_ok(statement, state, NULL, reason)
$$;

-- creating
SELECT tests.act_as('admin');
EXECUTE service_account_create('Deploy Bot', NULL, NULL) \gset made_
SELECT is(:'made_body'::jsonb - '{id,uid,createdAt,updatedAt}'::text[],
  '{"name":"Deploy Bot","login":"sa-101-deploy-bot","orgId":101,"isDisabled":false,"isExternal":false,"role":"Viewer","tokens":0,"avatarUrl":"/avatar/3a284f9c4e8e6e2a3e64a4e8fa0cdd34","teams":[],"requiredBy":""}'::jsonb
    || jsonb_build_object('avatarUrl', '/avatar/' || md5('sa-101-deploy-bot')), 'a new account is a Viewer');
SELECT (:'made_body'::json ->> 'id')::bigint AS made, :'made_body'::json ->> 'uid' AS made_uid \gset
SELECT is((SELECT (is_service_account, org_id, email)::text FROM prefd.users WHERE id = :made), '(t,101,sa-101-deploy-bot)', 'and an account of its organisation');
SELECT pg_temp.refused($$EXECUTE service_account_create('deploy bot', NULL, NULL)$$, '23505', 'its name is taken');
SELECT pg_temp.refused($$EXECUTE service_account_create('x', 'Owner', NULL)$$, 'PF061', 'an unknown role');
SELECT pg_temp.refused($$EXECUTE service_account_create('x', '', NULL)$$, 'PF061', 'an empty role');
SELECT pg_temp.refused($$EXECUTE service_account_create('x', 'admin', NULL)$$, 'PF061', 'roles have capitals');
SELECT pg_temp.refused($$EXECUTE service_account_create(repeat('x', 256), NULL, NULL)$$, '23514', 'too long a name');
EXECUTE service_account_create('Off', 'Admin', true) \gset off_
SELECT ok(:'off_body'::jsonb @> '{"role":"Admin","isDisabled":true}', 'an Admin makes Admins, and disabled ones');
SELECT lives_ok($$EXECUTE service_account_create(repeat('ä', 255), NULL, NULL)$$, 'the longest name');
SELECT pg_temp.refused($$EXECUTE service_account_create(repeat('Ä', 255), NULL, NULL)$$, '23505', 'is told apart by all of it');
SELECT lives_ok($$EXECUTE service_account_create(repeat('ä', 254) || 'b', NULL, NULL)$$, 'to its last letter');
SELECT is(prefd.service_account_id(:'made'), :made::bigint, 'found by id');
SELECT is(prefd.service_account_id(:'made_uid'), :made::bigint, 'found by uid');
SELECT ok(prefd.service_account_id('201') IS NULL, 'a person is none');

-- tokens
SELECT is_empty($$EXECUTE service_account_token_create('999', 'deploy', NULL, sha256('new'))$$, 'no token for nobody');
SELECT is_empty($$EXECUTE service_account_token_create('201', 'deploy', NULL, sha256('new'))$$, 'nor for a person');
EXECUTE service_account_token_create(:'made', 'deploy', 3600, sha256('new')) \gset token_
SELECT is(:'token_to_json'::text, '"deploy"', 'a token by its name');
SELECT pg_temp.refused(format('EXECUTE service_account_token_create(%L, %L, NULL, sha256(%L))', :'made', 'deploy', 'other'), '23505', 'which is taken now');
SELECT lives_ok(format('EXECUTE service_account_token_create(%L, %L, 0, sha256(%L))', :'made', 'for ever', 'for ever'), 'a token for ever');
SELECT lives_ok(format('EXECUTE service_account_token_create(%L, %L, 604801, sha256(%L))', :'made', 'long', 'long'), 'one for more than seven days');
EXECUTE service_account_tokens_get(:'made') \gset
SELECT is((SELECT jsonb_agg(t - 'id' - 'created' - 'expiration' ORDER BY o) FROM jsonb_array_elements(:'body'::jsonb) WITH ORDINALITY x (t, o)),
  '[{"name":"deploy","lastUsedAt":null,"secondsUntilExpiration":3600,"hasExpired":false,"isRevoked":false},
    {"name":"for ever","lastUsedAt":null,"secondsUntilExpiration":0,"hasExpired":false,"isRevoked":false},
    {"name":"long","lastUsedAt":null,"secondsUntilExpiration":0,"hasExpired":false,"isRevoked":false}]', 'the list');
SELECT is((:'body'::json #>> '{0,expiration}')::timestamptz - (:'body'::json #>> '{0,created}')::timestamptz, interval '1 hour', 'a token lives as long as it was given');
SELECT ok(:'body'::jsonb #> '{1,expiration}' = 'null', 'or for ever');
EXECUTE service_account_get(:'made') \gset
SELECT is(:'body'::json ->> 'tokens', '3', 'they are counted');
EXECUTE service_account_tokens_get('201') \gset
SELECT is(:'body'::text, '[]', 'a person''s tokens are nobody''s business');
SELECT is((SELECT count(*) FROM prefd.tokens WHERE user_id <> 208), 3::bigint, 'in no other way either');
SELECT pg_temp.refused('SELECT secret_hash FROM prefd.tokens', '42501', 'no hash is read');
SELECT pg_temp.refused('SELECT id FROM prefd.tokens ORDER BY secret_hash', '42501', 'nor ordered by');
SELECT pg_temp.refused($$INSERT INTO prefd.tokens (user_id, org_id, name, secret_hash) VALUES (201, 101, 'mine', sha256('mine'))$$, '42501', 'no token for a person');
SELECT pg_temp.refused($$INSERT INTO prefd.tokens (user_id, name, secret_hash) VALUES (208, 'mine', sha256('mine'))$$, '42501', 'nor one that acts elsewhere');
SELECT pg_temp.refused('UPDATE prefd.tokens SET expires_at = NULL', '42501', 'no token lives longer than it was given');
SELECT is_empty('DELETE FROM prefd.tokens WHERE user_id = 201 RETURNING id', 'nobody''s token is deleted');
SELECT is(prefd.authenticate_token(sha256('new'), NULL, 'viewer'), :made::bigint, 'the token works');
SELECT tests.act_as('admin');
SELECT is_empty(format('EXECUTE service_account_token_delete(208, %s)', :'token_id'), 'not by another account');
EXECUTE service_account_token_delete(:'made', :token_id) \gset gone_
SELECT is(:'gone_id'::text, :'token_id'::text, 'deleted');
SELECT is_empty(format('EXECUTE service_account_token_delete(%L, %s)', :'made', :'token_id'), 'once');
SELECT pg_temp.refused($$SELECT prefd.authenticate_token(sha256('new'), NULL, 'viewer')$$, 'PF001', 'it works no longer');

-- searching
CREATE FUNCTION pg_temp.found(part text, expired boolean, disabled boolean, page bigint, size bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  body json;
BEGIN
  EXECUTE format('EXECUTE service_accounts_search(%L, %L, %L, %L, %L)', part, expired, disabled, page, size) INTO body;
  RETURN concat_ws(' ', body ->> 'totalCount', body ->> 'page', body ->> 'perPage', ':',
                   (SELECT string_agg(left(a ->> 'login', 17), ' ') FROM json_array_elements(body -> 'serviceAccounts') a));
END $$;
SELECT is(pg_temp.found('OT', NULL, NULL, NULL, NULL), '2 1 1000 : robot sa-101-deploy-bot', 'by a part of the name or login');
SELECT is(pg_temp.found('%', NULL, NULL, 0, 0), '0 1 1000 :', 'no wild cards');
SELECT is(pg_temp.found('', false, true, -1, -1), '1 1 1000 : sa-101-off', 'disabled ones');
SELECT is(pg_temp.found(NULL, true, false, 1, 10), '0 1 10 :', 'none with expired tokens');
SELECT is(pg_temp.found(NULL, NULL, NULL, 2, 2), '5 2 2 : sa-101-off ' || repeat('sa-101-ä', 0) || left('sa-101-' || repeat('ä', 20), 17), 'a page');
SELECT is(pg_temp.found(NULL, NULL, NULL, 9223372036854775807, 9223372036854775807), '5 9223372036854775807 9223372036854775807 :', 'past the end');

-- changing
EXECUTE service_account_update(:'made', 'Release Bot', 'Editor', true) \gset changed_
SELECT ok(:'changed_body'::jsonb @> '{"message":"Service account updated","name":"Release Bot","serviceaccount":{"name":"Release Bot","login":"sa-101-release-bot","role":"Editor","isDisabled":true}}', 'changed');
SELECT is(:'changed_body'::json ->> 'id', :'made'::text, 'the id stays');
SELECT pg_temp.refused($$SELECT prefd.authenticate_token(sha256('for ever'), NULL, 'viewer')$$, 'PF005', 'disabled, its tokens do not work');
SELECT tests.act_as('admin');
EXECUTE service_account_update(:'made', NULL, NULL, false) \gset changed_
SELECT ok(:'changed_body'::jsonb @> '{"serviceaccount":{"name":"Release Bot","role":"Editor","isDisabled":false}}', 'only what is given');
EXECUTE service_account_update(:'made', '', NULL, NULL) \gset changed_
SELECT is(:'changed_body'::json ->> 'name', 'Release Bot', 'no name is no change');
SELECT lives_ok(format('EXECUTE service_account_update(%L, %L, NULL, NULL)', :'made', 'RELEASE bot'), 'its own name in capitals');
SELECT pg_temp.refused(format('EXECUTE service_account_update(%L, %L, NULL, NULL)', :'made', 'off'), '23505', 'another''s name');
SELECT pg_temp.refused(format('EXECUTE service_account_update(%L, NULL, %L, NULL)', :'made', 'Owner'), 'PF061', 'an unknown role');
SELECT lives_ok($$EXECUTE service_account_create('deploy bot', NULL, NULL)$$, 'a name given up is free');
SELECT is_empty($$EXECUTE service_account_update('201', 'x', NULL, NULL)$$, 'a person is not changed');
SELECT ok(prefd.update_service_account(201, 'x', 'Admin', true) IS NULL, 'in no way');
SELECT is((SELECT (u.name, u.is_disabled, m.role)::text FROM prefd.users u JOIN prefd.org_members m ON m.user_id = u.id WHERE u.id = 201), '("",f,Viewer)', 'not at all');

-- deleting
SELECT ok(prefd.delete_service_account(201) IS NULL, 'a person is not deleted');
SELECT is(prefd.delete_service_account(:made), :made::bigint, 'a service account is');
SELECT pg_temp.refused($$SELECT prefd.authenticate_token(sha256('for ever'), NULL, 'viewer')$$, 'PF001', 'its tokens with it');
SELECT tests.act_as('admin');
SELECT is_empty(format('EXECUTE service_account_delete(%L)', :'made'), 'once');
SELECT is_empty(format('EXECUTE service_account_get(%L)', :'made'), 'it is gone');
EXECUTE service_account_tokens_get(:'made') \gset
SELECT is(:'body'::text, '[]', 'a deleted account has no tokens, and that is no error');

-- elsewhere, and who is no Admin
SELECT tests.act_as('stranger');
SELECT is_empty('EXECUTE service_account_get(208)', 'not seen from another organisation');
SELECT is_empty('SELECT id FROM prefd.tokens', 'nor its tokens');
SELECT ok(prefd.update_service_account(208, 'x', NULL, NULL) IS NULL, 'nor changed');
SELECT ok(prefd.delete_service_account(208) IS NULL, 'nor deleted');
SELECT pg_temp.refused($$INSERT INTO prefd.tokens (user_id, org_id, name, secret_hash) VALUES (208, 102, 'mine', sha256('mine'))$$, '42501', 'nor given a token here');
SELECT pg_temp.refused($$INSERT INTO prefd.tokens (user_id, org_id, name, secret_hash) VALUES (208, 101, 'mine', sha256('mine'))$$, '42501', 'nor there');
CREATE FUNCTION pg_temp.powerless(persona text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona);
  RETURN NEXT throws_ok($t$SELECT prefd.create_service_account('x', 'None', NULL)$t$, 'PF060', NULL, persona || ' creates none');
  RETURN NEXT throws_ok('SELECT prefd.update_service_account(208, NULL, NULL, true)', 'PF060', NULL, persona || ' changes none');
  RETURN NEXT throws_ok('SELECT prefd.delete_service_account(208)', 'PF060', NULL, persona || ' deletes none');
  RETURN NEXT is((SELECT count(*) FROM prefd.tokens), 0::bigint, persona || ' sees no token');
  RETURN NEXT throws_ok($t$INSERT INTO prefd.tokens (user_id, org_id, name, secret_hash) VALUES (208, 101, 'x', sha256('x'))$t$, '42501', NULL, persona || ' makes no token');
END $$;
SELECT pg_temp.powerless(persona) FROM unnest('{viewer,editor,robot,server_admin,roleless,homeless}'::text[]) persona;
SELECT tests.act_as_nobody();
SELECT pg_temp.refused($$SELECT prefd.create_service_account('x', NULL, NULL)$$, 'PF060', 'no context: nobody');
SELECT is_empty('SELECT id FROM prefd.tokens', 'and nothing is seen');

SELECT * FROM finish();
ROLLBACK;
