-- Access tokens that can be renewed: granted to the current user, renewed by a secret that works once, given back.

\ir begin.psql

CREATE FUNCTION pg_temp.works(secret text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN prefd.authenticate_token(sha256(secret::bytea), NULL, 'signed_in');
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $$;
-- Renews with the old secret: yes, or the SQLSTATE. The context is nobody's before and after.
CREATE FUNCTION pg_temp.renewed(old text, new text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  found bigint;
BEGIN
  PERFORM prefd.authenticate_refresh(sha256(old::bytea), NULL, 'person');
  found := prefd.grant_token(sha256(new::bytea), sha256(('renews ' || new)::bytea), 36000, 60);
  PERFORM tests.act_as_nobody();
  RETURN CASE WHEN found IS NULL THEN 'no' ELSE 'yes' END;
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $$;

SELECT tests.act_as('viewer');
EXECUTE token_grant(sha256('one'), sha256('renews one'), 36000, 60) \gset
SELECT is(pg_temp.works('one'), '201', 'a token of the caller');
SELECT is(pg_temp.works('renews one'), 'PF001', 'what renews it is none');
SELECT is(pg_temp.renewed('one', 'two'), 'PF001', 'a token renews nothing');
SELECT is(pg_temp.renewed('renews one', 'two'), 'yes', 'renewed');
SELECT is(pg_temp.works('two'), '201', 'the new one works');
SELECT is(pg_temp.works('one'), 'PF001', 'the old one no longer');
SELECT is(pg_temp.renewed('renews one', 'three'), 'PF001', 'a secret renews once');
SELECT is(pg_temp.renewed('renews nothing', 'three'), 'PF001', 'an unknown one never');
SELECT is((SELECT prefd.authenticate_refresh(sha256('renews two'), NULL, 'person')), 201::bigint, 'the context is its user''s');
SELECT is(prefd.current_user_id(), 201::bigint, 'for the statements that follow');
SELECT throws_ok($$SELECT prefd.authenticate_refresh(sha256('renews two'), NULL, 'server_admin')$$, 'PF010', NULL, 'the demand is judged');
SELECT tests.pose_as(202);
SELECT ok(prefd.grant_token(sha256('x'), sha256('y'), 1, 1) IS NULL, 'nobody renews another''s');
SELECT throws_ok('SELECT refresh_hash FROM prefd.tokens', '42501', NULL, 'no hash is read');
SELECT tests.act_as_nobody();
SELECT throws_ok($$SELECT prefd.grant_token(sha256('x'), sha256('y'), 1, 1)$$, '23502', NULL, 'no context: no token');
SELECT lives_ok($$EXECUTE token_give_back(sha256('viewer'))$$, 'a token that cannot be renewed');
SELECT is(pg_temp.works('viewer'), '201', 'is not given back');
SELECT lives_ok($$EXECUTE token_give_back(sha256('unknown'))$$, 'an unknown one neither');
SELECT lives_ok($$EXECUTE token_give_back(sha256('renews two'))$$, 'by the secret that renews it');
SELECT is(pg_temp.works('two'), 'PF003', 'revoked');
SELECT is(pg_temp.renewed('renews two', 'three'), 'PF003', 'for good');
SELECT tests.act_as('viewer');
SELECT prefd.grant_token(sha256('four'), sha256('renews four'), 36000, 60);
SELECT lives_ok($$EXECUTE token_give_back(sha256('four'))$$, 'by itself');
SELECT is(pg_temp.works('four'), 'PF003', 'revoked');

-- ends
SELECT tests.act_as('viewer');
SELECT prefd.grant_token(sha256('five'), sha256('renews five'), 0, 0);
SELECT is(pg_temp.works('five'), 'PF002', 'a token expires');
SELECT is(pg_temp.renewed('renews five', 'six'), 'PF002', 'and so does what renews it');
SELECT tests.act_as('editor');
SELECT prefd.grant_token(sha256('seven'), sha256('renews seven'), 36000, 60);
SELECT is(pg_temp.works('five'), 'PF002', 'another''s stays');
SELECT tests.act_as('viewer');
SELECT prefd.grant_token(sha256('eight'), sha256('renews eight'), 36000, 60);
SELECT is(pg_temp.works('five'), 'PF001', 'the next one of the same user removes it');
SELECT is(pg_temp.works('viewer'), '201', 'and no other token');
SELECT tests.pose_as(209);
SELECT prefd.grant_token(sha256('nine'), sha256('renews nine'), 36000, 60);
SELECT is(pg_temp.works('nine'), 'PF005', 'that of a disabled account works no more');
SELECT is(pg_temp.renewed('renews nine', 'ten'), 'PF005', 'and is not renewed');

SELECT * FROM finish();
ROLLBACK;
