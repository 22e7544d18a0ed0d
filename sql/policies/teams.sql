-- Teams of the acting organisation: its Admins and server administrators see all, others their own. Admins of the
-- organisation write, and a team's administrators theirs; only the former make one.

SET ROLE prefd_owner;

ALTER TABLE prefd.teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.teams FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS teams_admin ON prefd.teams;
CREATE POLICY teams_admin ON prefd.teams TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS teams_read ON prefd.teams;
CREATE POLICY teams_read ON prefd.teams FOR SELECT TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (prefd.current_org_role() = 'Admin' OR prefd.current_is_server_admin()
       OR id IN (SELECT own.team_id FROM prefd.current_user_teams() own)));

DROP POLICY IF EXISTS teams_insert ON prefd.teams;
CREATE POLICY teams_insert ON prefd.teams FOR INSERT TO prefd_worker WITH CHECK (
  org_id = prefd.current_org_id() AND prefd.current_org_role() = 'Admin');

DROP POLICY IF EXISTS teams_update ON prefd.teams;
CREATE POLICY teams_update ON prefd.teams FOR UPDATE TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (prefd.current_org_role() = 'Admin'
       OR id IN (SELECT own.team_id FROM prefd.current_user_teams() own WHERE own.permission = 4)));

DROP POLICY IF EXISTS teams_delete ON prefd.teams;
CREATE POLICY teams_delete ON prefd.teams FOR DELETE TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (prefd.current_org_role() = 'Admin'
       OR id IN (SELECT own.team_id FROM prefd.current_user_teams() own WHERE own.permission = 4)));

RESET ROLE;
