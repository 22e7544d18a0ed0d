-- Counted guesses: the worker sees none; begin_login counts for it.

SET ROLE prefd_owner;

ALTER TABLE prefd.login_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.login_attempts FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS login_attempts_admin ON prefd.login_attempts;
CREATE POLICY login_attempts_admin ON prefd.login_attempts TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
