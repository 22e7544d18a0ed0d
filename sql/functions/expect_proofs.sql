-- From now on this session takes no word about who is asking that is not proven with the worker's key, given as the two pads of
-- HMAC. A worker's first statement; a session has one key, so a second call ends with 23505. Also sweeps the keys of sessions that
-- are over. Where nothing can be written nothing is kept, and the worker's word is taken. docs/decisions/005-proofs.md
-- Writes what the worker may not: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.expect_proofs(inner_pad bytea, outer_pad bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  written pg_catalog.text;
BEGIN
  IF pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'on' THEN
    RETURN;
  END IF;
  written := pg_catalog.set_config('synchronous_commit', 'off', true); -- it is of use while this session lives
  DELETE FROM prefd.session_proofs p WHERE p.pid OPERATOR(pg_catalog.=) ANY (ARRAY(
    SELECT o.pid FROM prefd.session_proofs o
     WHERE o.server_started_at OPERATOR(pg_catalog.<>) pg_catalog.pg_postmaster_start_time()
        OR NOT EXISTS (SELECT FROM pg_catalog.pg_stat_get_activity(o.pid))
       FOR UPDATE SKIP LOCKED));
  INSERT INTO prefd.session_proofs (pid, inner_pad, outer_pad)
  VALUES (pg_catalog.pg_backend_pid(), expect_proofs.inner_pad, expect_proofs.outer_pad);
END $$;

RESET ROLE;
