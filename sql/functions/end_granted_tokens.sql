-- An access token that can be renewed was granted for a password, and its bearer could go on renewing it: it ends with that
-- password, whoever gave another one, and when the account is disabled. Tokens that an operator made for a person stay.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.end_granted_tokens() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE prefd.tokens t SET revoked_at = now()
   WHERE t.user_id = NEW.id AND t.refresh_hash IS NOT NULL AND t.revoked_at IS NULL;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER users_end_granted_tokens AFTER UPDATE ON prefd.users
  FOR EACH ROW WHEN (NEW.is_disabled AND NOT OLD.is_disabled
                     OR prefd.another_password(OLD.password_hash, NEW.password_hash, OLD.password_renewed_at, NEW.password_renewed_at))
  EXECUTE FUNCTION prefd.end_granted_tokens();

RESET ROLE;
