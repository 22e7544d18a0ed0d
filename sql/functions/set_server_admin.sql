-- Makes a person a server admin, or no longer one, on behalf of a server admin. Returns the id; no row when there is none,
-- or the caller is no server admin. Refuses with PF043 to take it from the last one.
-- Writes what the worker may not: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.set_server_admin(account bigint, wanted boolean) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF NOT prefd.current_is_server_admin() THEN
    RETURN;
  END IF;
  IF NOT wanted THEN
    PERFORM prefd.keep_a_server_admin(account);
  END IF;
  RETURN QUERY
  UPDATE prefd.users u SET is_server_admin = wanted
   WHERE u.id OPERATOR(pg_catalog.=) account AND NOT u.is_service_account RETURNING u.id;
END $$;

RESET ROLE;
