-- What a search for people reads: the worker sees none; a trigger keeps it.

SET ROLE prefd_owner;

ALTER TABLE prefd.people ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.people FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS people_admin ON prefd.people;
CREATE POLICY people_admin ON prefd.people TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
