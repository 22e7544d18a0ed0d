-- Preferences in the acting organisation: one's own row to see and write; the organisation's row to see, and for its Admins
-- to write; a team's row for its members to see, for its administrators and the organisation's Admins to write; the row of
-- the person that the path named, to whom enter_person or enter_owner let in, to see and write. A command has one policy, not
-- one for each of these: PostgreSQL prepares all that could apply for every statement, those of a PUT five times over. A row of
-- a user is no team's (preferences_one_subject).

SET ROLE prefd_owner;

ALTER TABLE prefd.preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.preferences FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS preferences_admin ON prefd.preferences;
CREATE POLICY preferences_admin ON prefd.preferences TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS preferences_read ON prefd.preferences;
CREATE POLICY preferences_read ON prefd.preferences FOR SELECT TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (user_id = prefd.current_user_id() OR prefd.holds_preferences(user_id, team_id, 0::smallint)));

DROP POLICY IF EXISTS preferences_insert ON prefd.preferences;
CREATE POLICY preferences_insert ON prefd.preferences FOR INSERT TO prefd_worker WITH CHECK (
  org_id = prefd.current_org_id()
  AND (user_id = prefd.current_user_id()
       OR prefd.holds_preferences(user_id, team_id, 4::smallint)));

DROP POLICY IF EXISTS preferences_update ON prefd.preferences;
CREATE POLICY preferences_update ON prefd.preferences FOR UPDATE TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (user_id = prefd.current_user_id()
       OR prefd.holds_preferences(user_id, team_id, 4::smallint)));

DROP POLICY IF EXISTS preferences_delete ON prefd.preferences;
CREATE POLICY preferences_delete ON prefd.preferences FOR DELETE TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (user_id = prefd.current_user_id()
       OR user_id = 0 AND prefd.holds_preferences(user_id, team_id, 4::smallint)));

RESET ROLE;
