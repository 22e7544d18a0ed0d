-- Whether the request is made by an administrator of the whole server; never NULL.
-- Transaction-local, set by the authenticate functions. Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_is_server_admin() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(pg_catalog.current_setting('prefd.server_admin', true), '') = '1';

RESET ROLE;
