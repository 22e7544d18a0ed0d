-- A disabled account, and one that got another password from somebody else, has no sessions any more. Whoever changes their
-- own password keeps theirs.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.end_sessions() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE prefd.sessions s SET revoked_at = now() WHERE s.user_id = NEW.id AND s.revoked_at IS NULL;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER users_end_sessions AFTER UPDATE ON prefd.users
  FOR EACH ROW WHEN (NEW.is_disabled AND NOT OLD.is_disabled
                     OR NEW.id IS DISTINCT FROM prefd.current_user_id()
                        AND prefd.another_password(OLD.password_hash, NEW.password_hash, OLD.password_renewed_at, NEW.password_renewed_at))
  EXECUTE FUNCTION prefd.end_sessions();

RESET ROLE;
