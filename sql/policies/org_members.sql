-- Memberships: a request sees those of the organisation it acts in.

SET ROLE prefd_owner;

ALTER TABLE prefd.org_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.org_members FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS org_members_admin ON prefd.org_members;
CREATE POLICY org_members_admin ON prefd.org_members TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS org_members_acting ON prefd.org_members;
CREATE POLICY org_members_acting ON prefd.org_members FOR SELECT TO prefd_worker USING (org_id = prefd.current_org_id());

RESET ROLE;
