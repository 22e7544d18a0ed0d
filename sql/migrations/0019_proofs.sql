-- What a session of PostgreSQL knows its worker by: the two pads of HMAC (RFC 2104), the worker's key in each. Unlogged: nothing
-- of it reaches the write-ahead log, and a crash ends the sessions as well.

SET ROLE prefd_owner;

CREATE UNLOGGED TABLE prefd.session_proofs (
  pid               integer     NOT NULL,
  server_started_at timestamptz NOT NULL DEFAULT pg_postmaster_start_time(),
  inner_pad         bytea       NOT NULL,
  outer_pad         bytea       NOT NULL,
  CONSTRAINT session_proofs_pkey PRIMARY KEY (pid),
  CONSTRAINT session_proofs_pads CHECK (length(inner_pad) = 64 AND length(outer_pad) = 64)
);
COMMENT ON COLUMN prefd.session_proofs.pid IS 'Of the session; good with server_started_at only, since numbers come again.';

-- A credential's version is what a worker shows who found the password right, so it must not be guessed.
ALTER TABLE prefd.users DISABLE TRIGGER USER; -- it is no change of the account
ALTER TABLE prefd.users ALTER credential_version
  SET DEFAULT ('x' || translate(left(gen_random_uuid()::text, 18), '-', ''))::bit(64)::bigint;
GRANT SELECT, UPDATE ON prefd.users TO prefd_admin;
SET ROLE prefd_admin;
UPDATE prefd.users SET credential_version = DEFAULT;
SET ROLE prefd_owner;
ALTER TABLE prefd.users ENABLE TRIGGER USER;
COMMENT ON COLUMN prefd.users.credential_version IS
  'Random (60 bits), and another when the password or is_disabled changes (a trigger): earlier verifications end.';

RESET ROLE;
