-- Sessions: a request sees and ends those of its own user, a server admin's those of everybody.

SET ROLE prefd_owner;

ALTER TABLE prefd.sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.sessions FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS sessions_admin ON prefd.sessions;
CREATE POLICY sessions_admin ON prefd.sessions TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS sessions_read ON prefd.sessions;
CREATE POLICY sessions_read ON prefd.sessions FOR SELECT TO prefd_worker USING (
  user_id = prefd.current_user_id() OR prefd.current_is_server_admin());

DROP POLICY IF EXISTS sessions_update ON prefd.sessions;
CREATE POLICY sessions_update ON prefd.sessions FOR UPDATE TO prefd_worker USING (
  user_id = prefd.current_user_id() OR prefd.current_is_server_admin());

RESET ROLE;
