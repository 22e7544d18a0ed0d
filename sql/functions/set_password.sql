-- Gives a person a new password: their own, or anybody's on behalf of a server admin. Returns the id; no row when there is
-- none, or it is not the caller's to change. What was verified with the old one ends (trigger users_credential_version).

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.set_password(account bigint, hash text) RETURNS SETOF bigint
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  UPDATE prefd.users u SET password_hash = hash
   WHERE u.id = account AND NOT u.is_service_account
     AND (u.id = prefd.current_user_id() OR prefd.current_is_server_admin())
  RETURNING u.id;
END;

RESET ROLE;
