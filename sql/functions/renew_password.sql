-- Puts a hash that costs what hashes cost by now in the place of the one that a password was just compared with. It is the same
-- password, so nothing ends. Only over the hash that is in place: who has it may log in anyway. As the admin: resolved when
-- it is made.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.renew_password(account bigint, present text, renewed text) RETURNS void
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  UPDATE prefd.users u SET password_hash = renewed, password_renewed_at = clock_timestamp()
   WHERE u.id = account AND u.password_hash = present;
END;

RESET ROLE;
