-- Whose things the path of the request names; NULL: nobody's.
-- Transaction-local, set by enter_owner.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.current_owner_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(pg_catalog.current_setting('prefd.owner_id', true), '')::bigint;

RESET ROLE;
