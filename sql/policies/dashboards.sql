-- Dashboards of the acting organisation: Viewers and above see them, Editors and Admins write. A member with the role None is
-- shown none, nor one's title by way of a star or a home dashboard.

SET ROLE prefd_owner;

ALTER TABLE prefd.dashboards ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.dashboards FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS dashboards_admin ON prefd.dashboards;
CREATE POLICY dashboards_admin ON prefd.dashboards TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS dashboards_read ON prefd.dashboards;
CREATE POLICY dashboards_read ON prefd.dashboards FOR SELECT TO prefd_worker USING (
  org_id = prefd.current_org_id() AND prefd.current_org_role() IN ('Viewer', 'Editor', 'Admin'));

DROP POLICY IF EXISTS dashboards_insert ON prefd.dashboards;
CREATE POLICY dashboards_insert ON prefd.dashboards FOR INSERT TO prefd_worker WITH CHECK (
  org_id = prefd.current_org_id() AND prefd.current_org_role() IN ('Editor', 'Admin'));

DROP POLICY IF EXISTS dashboards_update ON prefd.dashboards;
CREATE POLICY dashboards_update ON prefd.dashboards FOR UPDATE TO prefd_worker USING (
  org_id = prefd.current_org_id() AND prefd.current_org_role() IN ('Editor', 'Admin'));

DROP POLICY IF EXISTS dashboards_delete ON prefd.dashboards;
CREATE POLICY dashboards_delete ON prefd.dashboards FOR DELETE TO prefd_worker USING (
  org_id = prefd.current_org_id() AND prefd.current_org_role() IN ('Editor', 'Admin'));

RESET ROLE;
