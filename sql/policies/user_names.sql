-- The names in use: the worker sees none; a trigger keeps them.

SET ROLE prefd_owner;

ALTER TABLE prefd.user_names ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.user_names FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS user_names_admin ON prefd.user_names;
CREATE POLICY user_names_admin ON prefd.user_names TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
