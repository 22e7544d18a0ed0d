-- The role in the acting organisation: None, Viewer, Editor or Admin; NULL: no organisation.
-- Of the context (set_context.sql). Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_org_role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN prefd.context_field(3);

RESET ROLE;
