-- Keys of sessions that are over, and sessions that cannot write.

SELECT * FROM no_plan();
DELETE FROM prefd.session_proofs;
INSERT INTO prefd.session_proofs (pid, inner_pad, outer_pad, server_started_at)
SELECT pid, repeat('x', 64)::bytea, repeat('x', 64)::bytea, started_at
  FROM (VALUES (0, pg_postmaster_start_time()), (pg_backend_pid(), pg_postmaster_start_time() - interval '1 day')) gone (pid, started_at);
SELECT is(prefd.authenticate_remote('viewer', false, NULL, 'signed_in'), 201::bigint, 'that of the same number before a restart means nothing');
SELECT prefd.expect_proofs(decode(repeat('00', 64), 'hex'), decode(repeat('00', 64), 'hex'));
SELECT is((SELECT array_agg(pid) FROM prefd.session_proofs), ARRAY[pg_backend_pid()], 'the next sweeps them');
SELECT throws_ok('SELECT prefd.authenticate_remote(''viewer'', false, NULL, ''signed_in'')', '42501', 'not proven', 'its own counts');
DELETE FROM prefd.session_proofs;
SET default_transaction_read_only = on;
SELECT lives_ok('SELECT prefd.expect_proofs(''x'', ''x'')', 'where nothing can be written nothing is kept');
SELECT is(prefd.authenticate_remote('viewer', false, NULL, 'signed_in'), 201::bigint, 'and the worker''s word is taken');
SELECT * FROM finish();
