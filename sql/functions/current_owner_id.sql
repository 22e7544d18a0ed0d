-- Whose things the path of the request names; NULL: nobody's.
-- Of the context (set_context.sql). Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_owner_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN prefd.context_field(7)::bigint;

RESET ROLE;
