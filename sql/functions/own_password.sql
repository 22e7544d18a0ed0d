-- The stored password of the current user, for changing it; NULL: no password logs them in. The worker may read that column
-- of nobody, here of whoever it acts for.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.own_password() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
  SELECT u.password_hash FROM prefd.users u WHERE u.id = prefd.current_user_id();
END;

RESET ROLE;
