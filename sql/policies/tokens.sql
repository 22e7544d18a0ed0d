-- Access tokens: the worker sees none; authenticate_token looks for it.

SET ROLE prefd_owner;

ALTER TABLE prefd.tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.tokens FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tokens_admin ON prefd.tokens;
CREATE POLICY tokens_admin ON prefd.tokens TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
