-- Disables a person's account, or enables it, on behalf of a server admin. Returns the id; no row when there is none, or the
-- caller is no server admin. What was verified before ends (trigger users_credential_version).

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.set_disabled(account bigint, wanted boolean) RETURNS SETOF bigint
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  UPDATE prefd.users u SET is_disabled = wanted
   WHERE u.id = account AND NOT u.is_service_account AND prefd.current_is_server_admin()
  RETURNING u.id;
END;

RESET ROLE;
