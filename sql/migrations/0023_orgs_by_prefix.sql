-- Organisations are found by how their names begin, whatever the collation of the database.

SET ROLE prefd_owner;

CREATE INDEX orgs_name_prefix ON prefd.orgs (name text_pattern_ops);

RESET ROLE;
