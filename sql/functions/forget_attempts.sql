-- Forgets the guesses at an account. A trigger calls it: whoever has a new password may try it at once.

SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.forget_attempts(text);

CREATE OR REPLACE FUNCTION prefd.forget_attempts(user_id bigint) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
  DELETE FROM prefd.login_attempts a WHERE a.subject = prefd.attempt_subject('account', forget_attempts.user_id::text);
END;

RESET ROLE;
SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.forget_attempts_of_account() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM prefd.forget_attempts(NEW.id);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER users_forget_attempts AFTER UPDATE ON prefd.users
  FOR EACH ROW WHEN (prefd.another_password(OLD.password_hash, NEW.password_hash, OLD.password_renewed_at, NEW.password_renewed_at))
  EXECUTE FUNCTION prefd.forget_attempts_of_account();

RESET ROLE;
