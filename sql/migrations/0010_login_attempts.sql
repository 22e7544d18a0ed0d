-- Guesses at passwords, counted by all workers before they cost a hash. Unlogged: a crash forgets them, and no guess waits
-- for the disk.

SET ROLE prefd_owner;

CREATE UNLOGGED TABLE prefd.login_attempts (
  subject     bytea       NOT NULL,
  attempts    integer     NOT NULL,
  begun_at    timestamptz NOT NULL,
  reserved_at timestamptz NOT NULL,
  CONSTRAINT login_attempts_pkey PRIMARY KEY (subject)
) WITH (fillfactor = 50);
CREATE INDEX login_attempts_begun ON prefd.login_attempts (begun_at);
COMMENT ON COLUMN prefd.login_attempts.subject IS 'prefd.attempt_subject() of a login or an address: as short for a long name as for any.';
COMMENT ON COLUMN prefd.login_attempts.attempts IS 'Guesses since begun_at that were wrong or are still being compared.';

RESET ROLE;
