-- The organisation the request acts in; NULL: none, then no row of any organisation is seen.
-- Of the context (set_context.sql). Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_org_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN prefd.context_field(2)::bigint;

RESET ROLE;
