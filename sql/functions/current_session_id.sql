-- The session the request came by; NULL: by another way.
-- Transaction-local, set by authenticate_session. Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_session_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(pg_catalog.current_setting('prefd.session_id', true), '')::bigint;

RESET ROLE;
