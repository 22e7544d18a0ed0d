-- Whether what is said comes from the worker whose session this is: proof is HMAC-SHA256 of it with the worker's key (RFC 2104).
-- Of a session that no worker has called its own (expect_proofs) everything is taken, so of every one on a standby, where the
-- unlogged table of keys cannot even be named in a statement.
-- For the authenticate functions, whose rights it has; each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.is_proven(said text, proof bytea) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  inner_pad pg_catalog.bytea;
  outer_pad pg_catalog.bytea;
BEGIN
  IF pg_catalog.pg_is_in_recovery() THEN
    RETURN true;
  END IF;
  SELECT p.inner_pad, p.outer_pad INTO inner_pad, outer_pad FROM prefd.session_proofs p
   WHERE p.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
     AND p.server_started_at OPERATOR(pg_catalog.=) pg_catalog.pg_postmaster_start_time();
  RETURN inner_pad IS NULL OR (proof OPERATOR(pg_catalog.=) pg_catalog.sha256(outer_pad OPERATOR(pg_catalog.||)
    pg_catalog.sha256(inner_pad OPERATOR(pg_catalog.||) pg_catalog.convert_to(said, 'UTF8')))) IS TRUE;
END $$;

RESET ROLE;
