-- The postal address of an organisation, as Grafana's API has it.

SET ROLE prefd_owner;

ALTER TABLE prefd.orgs
  ADD COLUMN address1 text NOT NULL DEFAULT '',
  ADD COLUMN address2 text NOT NULL DEFAULT '',
  ADD COLUMN city     text NOT NULL DEFAULT '',
  ADD COLUMN zip_code text NOT NULL DEFAULT '',
  ADD COLUMN state    text NOT NULL DEFAULT '',
  ADD COLUMN country  text NOT NULL DEFAULT '';

RESET ROLE;
