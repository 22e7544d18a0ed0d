-- Makes an organisation the current one of the current user, who must be a member of it. Returns its id; refuses with
-- PF030, the same for an organisation that does not exist. Changes a column that the worker may not: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.use_org(wanted_org bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  caller bigint := prefd.current_user_id();
  found_org bigint;
BEGIN
  SELECT m.org_id INTO found_org
    FROM prefd.org_members m
   WHERE m.org_id OPERATOR(pg_catalog.=) wanted_org AND m.user_id OPERATOR(pg_catalog.=) caller
     FOR KEY SHARE;
  IF found_org IS NULL THEN
    RAISE EXCEPTION 'not a valid organisation' USING ERRCODE = 'PF030';
  END IF;
  UPDATE prefd.users u SET org_id = found_org WHERE u.id OPERATOR(pg_catalog.=) caller;
  RETURN found_org;
END $$;

RESET ROLE;
