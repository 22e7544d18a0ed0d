-- Which schema files are applied: the operator's business alone.

SET ROLE prefd_owner;

ALTER TABLE prefd.schema_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.schema_files FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS schema_files_admin ON prefd.schema_files;
CREATE POLICY schema_files_admin ON prefd.schema_files TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
