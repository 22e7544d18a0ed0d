-- Who the request is made by; NULL: nobody.
-- Of the context (set_context.sql). Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_user_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN prefd.context_field(1)::bigint;

RESET ROLE;
