-- Quotas of organisations: the worker sees none; functions read and write them.

SET ROLE prefd_owner;

ALTER TABLE prefd.org_quotas ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.org_quotas FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS org_quotas_admin ON prefd.org_quotas;
CREATE POLICY org_quotas_admin ON prefd.org_quotas TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
