-- The context functions: who gets in, where, and what each demand says to each persona.

\ir begin.psql

-- tokens, in the order of refusals
PREPARE by_token(text) AS SELECT prefd.authenticate_token(sha256($1::bytea), NULL, 'signed_in');
SELECT results_eq($$EXECUTE by_token('viewer')$$, 'VALUES (201::bigint)', 'a token tells its user');
SELECT results_eq($$EXECUTE by_token('later')$$, 'VALUES (201::bigint)', 'a token that expires later');
SELECT throws_ok($$EXECUTE by_token('nobody')$$, 'PF001', 'token unknown');
SELECT throws_ok($$EXECUTE authenticate_token(NULL, NULL, 'signed_in')$$, 'PF001', 'token unknown', 'no token is an unknown one');
SELECT throws_ok($$EXECUTE authenticate_token('viewer', NULL, 'signed_in')$$, 'PF001', 'token unknown', 'the secret itself is no hash');
SELECT throws_ok($$EXECUTE by_token('expired')$$, 'PF002', 'token expired');
SELECT throws_ok($$EXECUTE by_token('revoked')$$, 'PF003', 'token revoked');
SELECT throws_ok($$EXECUTE by_token('revoked and expired')$$, 'PF003', 'token revoked', 'revoked comes before expired');
SELECT throws_ok($$EXECUTE by_token('disabled and expired')$$, 'PF002', 'token expired', 'expired comes before disabled');
SELECT throws_ok($$EXECUTE by_token('disabled')$$, 'PF005', 'identity disabled');
SELECT throws_ok($$EXECUTE authenticate_token(sha256('disabled and pinned'), 102, 'admin')$$, 'PF005', 'identity disabled',
                 'disabled comes before mismatch');
SELECT throws_ok($$EXECUTE authenticate_token(sha256('robot'), 102, 'admin')$$, 'PF004', 'token belongs to another organisation',
                 'mismatch comes before the demand');
SELECT lives_ok($$EXECUTE authenticate_token(sha256('robot'), 101, 'editor')$$, 'the token''s own organisation may be named');

-- users whose password was verified
SELECT results_eq($$EXECUTE authenticate_user(201, 1, NULL, 'signed_in')$$, 'VALUES (201::bigint)', 'a verified user');
SELECT throws_ok($$EXECUTE authenticate_user(201, 2, NULL, 'signed_in')$$, 'PF006', 'credential out of date');
SELECT throws_ok($$EXECUTE authenticate_user(999, 1, NULL, 'signed_in')$$, 'PF006', 'credential out of date', 'no such user');
SELECT throws_ok($$EXECUTE authenticate_user(NULL, NULL, NULL, NULL)$$, 'PF006', 'credential out of date', 'nothing given');
SELECT throws_ok($$EXECUTE authenticate_user(209, 1, NULL, 'signed_in')$$, 'PF005', 'identity disabled');
SELECT results_eq($$EXECUTE authenticate_login(201, 1, NULL, 'person')$$, 'VALUES (201::bigint)', 'for what outlives the request');
SELECT throws_ok($$EXECUTE authenticate_login(201, 2, NULL, 'person')$$, 'PF006', 'credential out of date');

-- the acting organisation and the context there
CREATE FUNCTION pg_temp.context() RETURNS text LANGUAGE sql AS $$
  SELECT concat_ws(' ', prefd.current_user_id(), coalesce(prefd.current_org_id()::text, '-'), coalesce(prefd.current_org_role(), '-'),
                   CASE WHEN prefd.current_is_server_admin() THEN 'server admin' END)
$$;
CREATE FUNCTION pg_temp.enters(persona text, wanted bigint, expected text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona, wanted);
  RETURN NEXT is(pg_temp.context(), expected, format('%s, wanting %s', persona, coalesce(wanted::text, 'nothing')));
END $$;
SELECT pg_temp.enters('viewer', NULL, '201 101 Viewer');
SELECT pg_temp.enters('viewer', 101, '201 101 Viewer');
SELECT pg_temp.enters('viewer', 102, '201 - -');
SELECT pg_temp.enters('viewer', 999, '201 - -');
SELECT pg_temp.enters('viewer', 0, '201 - -');
SELECT pg_temp.enters('roleless', NULL, '206 101 None');
SELECT pg_temp.enters('homeless', NULL, '207 - -');
SELECT pg_temp.enters('homeless', 101, '207 - -');
SELECT pg_temp.enters('traveller', NULL, '210 101 Viewer');
SELECT pg_temp.enters('traveller', 102, '210 102 Editor');
SELECT pg_temp.enters('traveller', 103, '210 - -');
SELECT pg_temp.enters('pinned', NULL, '210 102 Editor');
SELECT pg_temp.enters('pinned where no member', NULL, '201 - -');
SELECT pg_temp.enters('robot', NULL, '208 101 Editor');
SELECT pg_temp.enters('server_admin', NULL, '205 101 Viewer server admin');
SELECT pg_temp.enters('server_admin', 102, '205 - - server admin');
SELECT pg_temp.enters('viewer', NULL, '201 101 Viewer');
SELECT results_eq($$SELECT prefd.authenticate_user(210, 1, 102, 'editor')$$, 'VALUES (210::bigint)', 'a verified user elsewhere');
SELECT is(pg_temp.context(), '210 102 Editor', 'has the context of there');
SELECT results_eq($$SELECT prefd.authenticate_user(210, 1, NULL, 'viewer')$$, 'VALUES (210::bigint)', 'and nowhere in particular');
SELECT is(pg_temp.context(), '210 101 Viewer', 'falls back to the lowest membership');
SELECT results_eq($$SELECT prefd.authenticate_user(210, 1, 999, 'signed_in')$$, 'VALUES (210::bigint)', 'but wanting no such organisation');
SELECT is(pg_temp.context(), '210 - -', 'does not');
SELECT tests.act_as_nobody();
SELECT throws_ok($$EXECUTE authenticate_user(201, 1, NULL, 'admin')$$, 'PF010');
SELECT is(pg_temp.context(), '-' || ' -', 'a refusal leaves no context');

-- every demand, every persona: the SQLSTATE, or ok
CREATE FUNCTION pg_temp.answer(persona text, demand text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM prefd.authenticate_token(sha256(persona::bytea), NULL, demand);
  RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $$;
CREATE FUNCTION pg_temp.answers(persona text, expected text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT is(string_agg(pg_temp.answer(persona, demand), ' ' ORDER BY position), expected, persona || ' and the demands')
    FROM unnest('{signed_in,person,member,viewer,editor,admin,anything}'::text[]) WITH ORDINALITY AS demands (demand, position)
$$;
--                                   signed_in person member viewer editor admin anything
SELECT pg_temp.answers('viewer',       'ok ok ok ok PF010 PF010 22023');
SELECT pg_temp.answers('editor',       'ok ok ok ok ok PF010 22023');
SELECT pg_temp.answers('admin',        'ok ok ok ok ok ok 22023');
SELECT pg_temp.answers('stranger',     'ok ok ok ok ok ok 22023');
SELECT pg_temp.answers('server_admin', 'ok ok ok ok PF010 PF010 22023');
SELECT pg_temp.answers('roleless',     'ok ok ok PF010 PF010 PF010 22023');
SELECT pg_temp.answers('homeless',     'ok ok PF012 PF010 PF010 PF010 22023');
SELECT pg_temp.answers('robot',        'ok PF011 ok ok ok PF010 22023');
SELECT pg_temp.answers('disabled',     'PF005 PF005 PF005 PF005 PF005 PF005 PF005');
SELECT is(pg_temp.answer('admin', NULL), '22023', 'no demand refuses everybody');
SELECT is(pg_temp.answer('admin', ''), '22023', 'so does an empty one');
SELECT throws_ok($$EXECUTE authenticate_user(201, 1, NULL, 'editor')$$, 'PF010', 'demand not met: editor', 'verified users meet demands too');
SELECT throws_ok($$EXECUTE authenticate_user(207, 1, NULL, 'member')$$, 'PF012', 'demand not met: member');

SELECT * FROM finish();
ROLLBACK;
