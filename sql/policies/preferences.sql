-- Preferences in the acting organisation: one's own row to see and write; the organisation's row to see, and for its Admins
-- to write; a team's row for its members to see, for its administrators and the organisation's Admins to write; the row of
-- the person that the path named, to whom enter_person or enter_owner let in, to see and write. A row of a user is no team's
-- (keep_preferences_subject).
-- What may be seen is one policy for all commands, and what writing asks beyond that restricts it: PostgreSQL asks of an UPDATE what
-- may be seen and what may be written, of the row before and of the row after, and makes ready every policy for it, but the same once.

SET ROLE prefd_owner;

ALTER TABLE prefd.preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.preferences FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS preferences_admin ON prefd.preferences;
CREATE POLICY preferences_admin ON prefd.preferences TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS preferences_acting ON prefd.preferences;
CREATE POLICY preferences_acting ON prefd.preferences TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (user_id = prefd.current_user_id() OR prefd.holds_preferences(user_id, team_id, 0::smallint)));

DROP POLICY IF EXISTS preferences_insert ON prefd.preferences;
CREATE POLICY preferences_insert ON prefd.preferences AS RESTRICTIVE FOR INSERT TO prefd_worker WITH CHECK (
  user_id <> 0 OR prefd.holds_preferences(user_id, team_id, 4::smallint));

DROP POLICY IF EXISTS preferences_update ON prefd.preferences;
CREATE POLICY preferences_update ON prefd.preferences AS RESTRICTIVE FOR UPDATE TO prefd_worker USING (
  user_id <> 0 OR prefd.holds_preferences(user_id, team_id, 4::smallint));

DROP POLICY IF EXISTS preferences_delete ON prefd.preferences;
CREATE POLICY preferences_delete ON prefd.preferences AS RESTRICTIVE FOR DELETE TO prefd_worker USING (
  user_id = prefd.current_user_id() OR user_id = 0 AND prefd.holds_preferences(user_id, team_id, 4::smallint));

RESET ROLE;
