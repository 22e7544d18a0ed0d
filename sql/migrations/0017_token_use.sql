-- When a token was last used, as Grafana shows it: how one finds those that nobody needs any more.

SET ROLE prefd_owner;

ALTER TABLE prefd.tokens ADD COLUMN seen_at timestamptz;
COMMENT ON COLUMN prefd.tokens.seen_at IS 'To five minutes; NULL: never used.';

RESET ROLE;
