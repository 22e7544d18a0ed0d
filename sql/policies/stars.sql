-- Stars: one's own, of dashboards of the acting organisation.

SET ROLE prefd_owner;

ALTER TABLE prefd.stars ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.stars FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS stars_admin ON prefd.stars;
CREATE POLICY stars_admin ON prefd.stars TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS stars_own ON prefd.stars;
CREATE POLICY stars_own ON prefd.stars TO prefd_worker USING (
  org_id = prefd.current_org_id() AND user_id = prefd.current_user_id());

RESET ROLE;
