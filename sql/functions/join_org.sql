-- Makes an account a member of an organisation, which becomes its current one when it has no valid one. Whether it is a new
-- membership; an existing one stays as it is. Part of definer functions and callable by them alone: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.join_org(joined_org bigint, joiner bigint, given_role text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO prefd.org_members (org_id, user_id, role) VALUES (joined_org, joiner, given_role)
  ON CONFLICT DO NOTHING; -- in whichever of the unique indexes it is found first
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE prefd.users u SET org_id = joined_org
   WHERE u.id OPERATOR(pg_catalog.=) joiner
     AND NOT EXISTS (SELECT FROM prefd.org_members m
                      WHERE m.org_id OPERATOR(pg_catalog.=) u.org_id AND m.user_id OPERATOR(pg_catalog.=) u.id);
  RETURN true;
END $$;

RESET ROLE;
