-- Gives a person a new password: their own, or anybody's on behalf of a server admin. Returns the id; no row when there is
-- none, it is not the caller's to change, or the hash in place is not the present one any more (NULL: any). What was verified with the old one ends (trigger users_credential_version).

SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.set_password(bigint, text);

CREATE OR REPLACE FUNCTION prefd.set_password(account bigint, hash text, present text) RETURNS SETOF bigint
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  UPDATE prefd.users u SET password_hash = hash
   WHERE u.id = account AND NOT u.is_service_account AND (present IS NULL OR u.password_hash = present)
     AND (u.id = prefd.current_user_id() OR prefd.current_is_server_admin())
  RETURNING u.id;
END;

RESET ROLE;
