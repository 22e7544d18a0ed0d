-- Keyed preferences in the acting organisation: one's own; for its Admins, and for a server admin, everybody's.

SET ROLE prefd_owner;

ALTER TABLE prefd.keyed_preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.keyed_preferences FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS keyed_preferences_admin ON prefd.keyed_preferences;
CREATE POLICY keyed_preferences_admin ON prefd.keyed_preferences TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS keyed_preferences_acting ON prefd.keyed_preferences;
CREATE POLICY keyed_preferences_acting ON prefd.keyed_preferences TO prefd_worker USING (
  org_id = prefd.current_org_id()
  AND (user_id = prefd.current_user_id() OR prefd.current_org_role() = 'Admin' OR prefd.current_is_server_admin()));

RESET ROLE;
