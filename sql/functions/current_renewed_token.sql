-- The token that the request has shown a secret to renew; NULL: none.
-- Of the context (set_context.sql). Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_renewed_token() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN prefd.context_field(8)::bigint;

RESET ROLE;
