-- Quotas of users: the worker sees none; functions read and write them.

SET ROLE prefd_owner;

ALTER TABLE prefd.user_quotas ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.user_quotas FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS user_quotas_admin ON prefd.user_quotas;
CREATE POLICY user_quotas_admin ON prefd.user_quotas TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
