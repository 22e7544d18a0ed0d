-- The session the request came by; NULL: by another way.
-- Of the context (set_context.sql). Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_session_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN prefd.context_field(5)::bigint;

RESET ROLE;
