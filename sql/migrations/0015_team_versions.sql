-- Teams have versions as everything else that is a resource of its own.

SET ROLE prefd_owner;

ALTER TABLE prefd.teams ADD COLUMN version integer NOT NULL DEFAULT 1;

RESET ROLE;
