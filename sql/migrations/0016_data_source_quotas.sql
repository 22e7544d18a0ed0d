-- Organisations have a limit of data sources, too, as with Grafana, whose operators set it with the others.

SET ROLE prefd_owner;

ALTER TABLE prefd.org_quotas
  DROP CONSTRAINT IF EXISTS org_quotas_target_known,
  ADD CONSTRAINT org_quotas_target_known CHECK (target IN ('api_key', 'dashboard', 'data_source', 'org_user'));

RESET ROLE;
