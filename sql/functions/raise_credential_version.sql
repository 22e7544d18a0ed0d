-- A changed password or a changed is_disabled ends what workers remember about the account's credential: a version that none
-- was before, and that nobody guesses.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.raise_credential_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.credential_version := ('x' || translate(left(gen_random_uuid()::pg_catalog.text, 18), '-', ''))::bit(64)::bigint;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER users_credential_version BEFORE UPDATE ON prefd.users
  FOR EACH ROW WHEN (NEW.is_disabled <> OLD.is_disabled
                     OR prefd.another_password(OLD.password_hash, NEW.password_hash, OLD.password_renewed_at, NEW.password_renewed_at))
  EXECUTE FUNCTION prefd.raise_credential_version();

RESET ROLE;
