-- The organisation the request acts in; NULL: none, then no row of any organisation is seen.
-- Transaction-local, set by the authenticate functions. Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_org_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(pg_catalog.current_setting('prefd.org_id', true), '')::bigint;

RESET ROLE;
