-- Requests counted by all workers, where an API has budgets. Unlogged: a crash forgets them, and no request waits for the disk.

SET ROLE prefd_owner;

CREATE UNLOGGED TABLE prefd.request_counts (
  subject  bytea       NOT NULL,
  route    text        NOT NULL,
  requests integer     NOT NULL,
  begun_at timestamptz NOT NULL,
  CONSTRAINT request_counts_pkey PRIMARY KEY (subject, route)
) WITH (fillfactor = 50);
CREATE INDEX request_counts_begun ON prefd.request_counts (begun_at);
COMMENT ON COLUMN prefd.request_counts.subject IS 'SHA-256 of the credential.';
COMMENT ON COLUMN prefd.request_counts.requests IS 'Since begun_at, served and refused.';

RESET ROLE;
