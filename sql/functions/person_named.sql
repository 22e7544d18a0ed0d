-- The id of the person with this login or email, in any case; with an @ the email is tried first, else the login. NULL:
-- nobody; service accounts are no persons. Part of definer functions and callable by them alone.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.person_named(login_or_email text) RETURNS bigint
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT u.id
    FROM prefd.users u
   WHERE lower(btrim(login_or_email)) IN (u.login, u.email) AND NOT u.is_service_account
   ORDER BY CASE WHEN strpos(login_or_email, '@') > 0 THEN u.email ELSE u.login END = lower(btrim(login_or_email)) DESC
   LIMIT 1;
END;

RESET ROLE;
