-- The stored password of whoever wants to log in: by login or email, in any case. With an @ the email is tried first, else
-- the login. At most one row; none for service accounts and accounts without a password. Disabled accounts are found: that
-- they are is told only to who knows the password, by authenticate_user (PF005). For begin_login alone.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.find_password(login_or_email text)
RETURNS TABLE (user_id bigint, credential_version bigint, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
  SELECT u.id, u.credential_version, u.password_hash
    FROM prefd.users u
   WHERE lower(login_or_email) IN (u.login, u.email) AND u.password_hash IS NOT NULL AND NOT u.is_service_account
   ORDER BY CASE WHEN strpos(login_or_email, '@') > 0 THEN u.email ELSE u.login END = lower(login_or_email) DESC
   LIMIT 1;
END;

RESET ROLE;
