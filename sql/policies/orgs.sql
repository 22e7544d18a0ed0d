-- Organisations: a request sees the one it acts in; its Admins and server admins change it.

SET ROLE prefd_owner;

ALTER TABLE prefd.orgs ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.orgs FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS orgs_admin ON prefd.orgs;
CREATE POLICY orgs_admin ON prefd.orgs TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS orgs_acting ON prefd.orgs;
CREATE POLICY orgs_acting ON prefd.orgs FOR SELECT TO prefd_worker USING (id = prefd.current_org_id());

DROP POLICY IF EXISTS orgs_update ON prefd.orgs;
CREATE POLICY orgs_update ON prefd.orgs FOR UPDATE TO prefd_worker USING (
  id = prefd.current_org_id() AND (prefd.current_org_role() = 'Admin' OR prefd.current_is_server_admin()));

RESET ROLE;
