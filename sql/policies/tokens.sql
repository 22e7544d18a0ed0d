-- Access tokens: authenticate_token finds them all; the worker sees, makes and deletes those of the service accounts of the
-- acting organisation, for its Admins.

SET ROLE prefd_owner;

ALTER TABLE prefd.tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.tokens FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tokens_admin ON prefd.tokens;
CREATE POLICY tokens_admin ON prefd.tokens TO prefd_admin USING (true) WITH CHECK (true);

DROP POLICY IF EXISTS tokens_of_service_accounts ON prefd.tokens;
CREATE POLICY tokens_of_service_accounts ON prefd.tokens TO prefd_worker USING (
  org_id = prefd.current_org_id() AND prefd.current_org_role() = 'Admin'
  AND EXISTS (SELECT FROM prefd.users u WHERE u.id = tokens.user_id AND u.org_id = tokens.org_id AND u.is_service_account));

RESET ROLE;
