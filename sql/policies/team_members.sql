-- Memberships of the acting organisation's teams: its Admins and server administrators see all, others those of their own
-- teams. Admins of the organisation write, and a team's administrators their team's.

SET ROLE prefd_owner;

ALTER TABLE prefd.team_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.team_members FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS team_members_admin ON prefd.team_members;
CREATE POLICY team_members_admin ON prefd.team_members TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS team_members_read ON prefd.team_members;
CREATE POLICY team_members_read ON prefd.team_members FOR SELECT TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (prefd.current_org_role() = 'Admin' OR prefd.current_is_server_admin()
       OR team_id IN (SELECT own.team_id FROM prefd.current_user_teams() own)));

DROP POLICY IF EXISTS team_members_insert ON prefd.team_members;
CREATE POLICY team_members_insert ON prefd.team_members FOR INSERT TO prefd_worker WITH CHECK (
  org_id = prefd.current_org_id()
  AND (prefd.current_org_role() = 'Admin'
       OR team_id IN (SELECT own.team_id FROM prefd.current_user_teams() own WHERE own.permission = 4)));

DROP POLICY IF EXISTS team_members_update ON prefd.team_members;
CREATE POLICY team_members_update ON prefd.team_members FOR UPDATE TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (prefd.current_org_role() = 'Admin'
       OR team_id IN (SELECT own.team_id FROM prefd.current_user_teams() own WHERE own.permission = 4)));

DROP POLICY IF EXISTS team_members_delete ON prefd.team_members;
CREATE POLICY team_members_delete ON prefd.team_members FOR DELETE TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (prefd.current_org_role() = 'Admin'
       OR team_id IN (SELECT own.team_id FROM prefd.current_user_teams() own WHERE own.permission = 4)));

RESET ROLE;
