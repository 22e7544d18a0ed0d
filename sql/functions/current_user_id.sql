-- Who the request is made by; NULL: nobody.
-- Transaction-local, set by the authenticate functions. Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_user_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(pg_catalog.current_setting('prefd.user_id', true), '')::bigint;

RESET ROLE;
