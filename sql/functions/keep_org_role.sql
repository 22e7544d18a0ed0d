-- Keeps users.org_role, the role in the current organisation: taken from the membership when its organisation becomes the
-- current one; handed on when the membership is new, or its role another, unless who makes an account has put it there, which
-- spares writing the account twice. That it ends is the foreign key's to hand on.
-- Who changes a membership waits for the account. So here, with the account locked, nobody waits for a membership: of one that
-- somebody is changing or ending the role is left to be looked up. Locked, it stays as it is until the transaction ends.
-- Looks past the policies: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.keep_org_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF TG_WHEN OPERATOR(pg_catalog.=) 'BEFORE' THEN
    NEW.org_role := (SELECT m.role FROM prefd.org_members m
                      WHERE m.user_id OPERATOR(pg_catalog.=) NEW.id AND m.org_id OPERATOR(pg_catalog.=) NEW.org_id
                        FOR KEY SHARE SKIP LOCKED);
    RETURN NEW;
  END IF;
  UPDATE prefd.users u SET org_role = NEW.role
   WHERE u.id OPERATOR(pg_catalog.=) NEW.user_id AND u.org_id OPERATOR(pg_catalog.=) NEW.org_id
     AND (u.org_role OPERATOR(pg_catalog.=) NEW.role) IS NOT TRUE;
  RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION prefd.keep_org_role() TO prefd_owner;

RESET ROLE;
SET ROLE prefd_owner;

CREATE OR REPLACE TRIGGER users_org_role BEFORE UPDATE OF org_id ON prefd.users
  FOR EACH ROW EXECUTE FUNCTION prefd.keep_org_role();
CREATE OR REPLACE TRIGGER org_members_org_role AFTER INSERT OR UPDATE OF role ON prefd.org_members
  FOR EACH ROW EXECUTE FUNCTION prefd.keep_org_role();

RESET ROLE;
