-- The role in the acting organisation: None, Viewer, Editor or Admin; NULL: no organisation.
-- Transaction-local, set by the authenticate functions. Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_org_role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(pg_catalog.current_setting('prefd.org_role', true), '');

RESET ROLE;
