-- The stored password of the current user, for changing it; NULL: no password logs them in, or no guess is left, which
-- makes any old password a wrong one. The worker may read that column of nobody, here of whoever it acts for, once the
-- guess at it is counted, with those of logging in, whatever login the account has meanwhile: who got hold of a session or a
-- token shall not find the password out. A new password gives the guesses back (trigger users_forget_attempts). Hands out
-- password hashes: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.own_password(attempts integer, seconds integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  caller bigint := prefd.current_user_id();
  stored pg_catalog.text;
  written pg_catalog.text;
BEGIN
  SELECT u.password_hash INTO stored FROM prefd.users u WHERE u.id OPERATOR(pg_catalog.=) caller;
  IF stored IS NOT NULL THEN
    written := pg_catalog.set_config('synchronous_commit', 'off', true); -- a crash forgets the count in any case
    PERFORM prefd.count_attempt(prefd.attempt_subject('account', caller::pg_catalog.text), attempts, seconds);
  END IF;
  RETURN stored;
EXCEPTION WHEN SQLSTATE 'PF070' OR SQLSTATE 'PF071' THEN
  RETURN NULL;
END $$;

RESET ROLE;
