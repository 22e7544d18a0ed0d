-- Whether the request is made by an administrator of the whole server; never NULL.
-- Of the context (set_context.sql). Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_is_server_admin() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN prefd.context_field(4) IS NOT NULL;

RESET ROLE;
