-- The one organisation that the token of the request is bound to; NULL: to none, or it came by something else. Known to scoped
-- routes alone.
-- Of the context (set_context.sql). Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_token_org() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN prefd.context_field(6)::bigint;

RESET ROLE;
