-- Gives a person a new password: oneself, over the present hash, which is what the old password was compared with, or, on behalf
-- of a server admin, anybody, over any (NULL). Returns the id; no row when there is nobody, it is not the caller's to change, or
-- the hash in place is another by now. What was verified with the old one ends (trigger users_credential_version).

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.set_password(account bigint, hash text, present text) RETURNS SETOF bigint
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  UPDATE prefd.users u SET password_hash = hash
   WHERE u.id = account AND NOT u.is_service_account
     AND CASE WHEN present IS NULL THEN prefd.current_is_server_admin()
              ELSE u.id = prefd.current_user_id() AND u.password_hash = present END
  RETURNING u.id;
END;

RESET ROLE;
