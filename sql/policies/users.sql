-- Accounts: a request sees its own user and the members of the organisation it acts in, a server admin's every account.
-- A person changes their own row, a server admin that of every person; grants.sql says which columns.

SET ROLE prefd_owner;

ALTER TABLE prefd.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.users FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS users_admin ON prefd.users;
CREATE POLICY users_admin ON prefd.users TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS users_self_or_fellow ON prefd.users;
CREATE POLICY users_self_or_fellow ON prefd.users FOR SELECT TO prefd_worker USING (
  id = prefd.current_user_id()
  OR EXISTS (SELECT FROM prefd.org_members m WHERE m.org_id = prefd.current_org_id() AND m.user_id = users.id));

DROP POLICY IF EXISTS users_server_admin ON prefd.users;
CREATE POLICY users_server_admin ON prefd.users FOR SELECT TO prefd_worker USING (prefd.current_is_server_admin());

DROP POLICY IF EXISTS users_update ON prefd.users;
CREATE POLICY users_update ON prefd.users FOR UPDATE TO prefd_worker USING (
  NOT is_service_account AND (id = prefd.current_user_id() OR prefd.current_is_server_admin()));

RESET ROLE;
