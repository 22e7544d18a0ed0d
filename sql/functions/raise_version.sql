-- Every change of an account, an organisation or a team raises its version. Having been seen is no change, nor is another hash
-- of the same password, nor another role where one is.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.raise_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.updated_at := now();
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orgs_version BEFORE UPDATE ON prefd.orgs
  FOR EACH ROW EXECUTE FUNCTION prefd.raise_version();
CREATE OR REPLACE TRIGGER teams_version BEFORE UPDATE ON prefd.teams
  FOR EACH ROW EXECUTE FUNCTION prefd.raise_version();
CREATE OR REPLACE TRIGGER users_version BEFORE UPDATE ON prefd.users
  FOR EACH ROW WHEN (NEW.last_seen_at IS NOT DISTINCT FROM OLD.last_seen_at
                     AND NEW.password_renewed_at IS NOT DISTINCT FROM OLD.password_renewed_at
                     AND (NEW.org_role IS NOT DISTINCT FROM OLD.org_role OR NEW.org_id IS DISTINCT FROM OLD.org_id))
  EXECUTE FUNCTION prefd.raise_version();

RESET ROLE;
