-- Once a worker has said by what key it is known, this session takes nobody's word for a login: not for a password, not for
-- what nginx says. docs/decisions/005-proofs.md

\connect - prefd_worker
SET search_path = public;
SELECT * FROM no_plan();
CREATE FUNCTION pg_temp.denied(statement text, reason text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT throws_ok(statement, '42501', NULL, reason)
$$;
-- HMAC-SHA256 of RFC 4231, test case 2: the key is 'Jefe'.
CREATE FUNCTION pg_temp.pad(byte integer) RETURNS bytea LANGUAGE sql AS $$
  SELECT decode(string_agg(lpad(to_hex(byte # get_byte('Jefe'::bytea || decode(repeat('00', 60), 'hex'), place)), 2, '0'), '' ORDER BY place), 'hex')
    FROM generate_series(0, 63) place
$$;
CREATE FUNCTION pg_temp.proof(said text) RETURNS bytea LANGUAGE sql AS $$
  SELECT sha256(pg_temp.pad(92) || sha256(pg_temp.pad(54) || said::bytea))
$$;
SELECT is(encode(pg_temp.proof('what do ya want for nothing?'), 'hex'),
          '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843', 'HMAC as published');
BEGIN;
SELECT is(prefd.authenticate_remote('viewer', false, NULL, 'signed_in'), 201::bigint, 'a session of no worker takes any word');
COMMIT;

SELECT throws_ok('SELECT prefd.expect_proofs(''short'', ''short'')', '23514', NULL, 'a key that is none');
SELECT prefd.expect_proofs(pg_temp.pad(54), pg_temp.pad(92));
SELECT throws_ok('SELECT prefd.expect_proofs(pg_temp.pad(0), pg_temp.pad(0))', '23505', NULL, 'a second key');
SELECT pg_temp.denied('SELECT FROM prefd.session_proofs', 'the keys are not shown');
SELECT pg_temp.denied('DELETE FROM prefd.session_proofs', 'nor removed');
SELECT pg_temp.denied('SELECT prefd.is_proven(''user 201 1'', NULL)', 'nothing is tried out');

BEGIN;
SELECT pg_temp.denied(format('SELECT prefd.%s, %L)', claim, proof), concat(claim, ' ', proof))
  FROM unnest(ARRAY['authenticate_remote(''viewer'', false, NULL, ''signed_in''', 'begin_login(''viewer'', NULL, 0, 0, 300']) claim,
       unnest(ARRAY[NULL, '\x', pg_temp.proof(''), pg_temp.proof('viewer'), pg_temp.proof('remote editor'), pg_temp.proof('login editor'),
                    sha256('remote viewer'), sha256('login viewer')]) proof;
SELECT pg_temp.denied('SELECT prefd.authenticate_remote(''viewer'', false, NULL, ''signed_in'', pg_temp.proof(''login viewer''))', 'of something else');
SELECT is(prefd.current_user_id(), NULL, 'and nobody is let in');
SELECT is(prefd.authenticate_remote('Viewer', false, NULL, 'signed_in', pg_temp.proof('remote Viewer')), 201::bigint, 'whom nginx names');
SELECT results_eq($$SELECT user_id FROM prefd.begin_login('viewer', NULL, 0, 0, 300, pg_temp.proof('login viewer'))$$, ARRAY[201::bigint],
                  'whose password is to be compared');
SELECT is(prefd.authenticate_user(201, 1, NULL, 'signed_in'), 201::bigint, 'the version of the credential is a proof itself');
COMMIT;

SELECT * FROM finish();
