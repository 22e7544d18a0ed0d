-- The context statement of a request whose user nginx has identified: the login of a person, in any case. Where it may create,
-- an unknown one becomes an account without a password, a Viewer of the first organisation. Takes the worker's proof that nginx
-- said so. Otherwise as authenticate_token. Returns the user's id.
-- Refuses with 42501 what is not proven, PF077 when there is no such person, or the name is that of something else, PF005 disabled, then as
-- demand_refusal says. Runs with rights over every account: each name and operator is qualified.

SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.authenticate_remote(text, boolean, bigint, text);

CREATE OR REPLACE FUNCTION prefd.authenticate_remote(
  name text, may_create boolean, wanted_org bigint, demand text, proof bytea DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  wanted_login pg_catalog.text := pg_catalog.lower(pg_catalog.btrim(name));
  found_user bigint;
  is_disabled boolean;
  is_server_admin boolean;
  acting_org bigint;
  org_role prefd.org_members.role%TYPE;
BEGIN
  IF NOT prefd.is_proven(pg_catalog.concat('remote ', name), proof) THEN
    RAISE EXCEPTION 'not proven' USING ERRCODE = '42501';
  END IF;
  FOR turn IN 1 .. 2 LOOP
    SELECT u.id, u.is_disabled, u.is_server_admin, u.org_id, u.org_role
      INTO found_user, is_disabled, is_server_admin, acting_org, org_role
      FROM prefd.users u
     WHERE u.login OPERATOR(pg_catalog.=) wanted_login AND NOT u.is_service_account;
    EXIT WHEN found_user IS NOT NULL OR may_create IS NOT TRUE OR turn OPERATOR(pg_catalog.=) 2;
    PERFORM prefd.create_remote(wanted_login);
  END LOOP;
  IF found_user IS NULL THEN
    RAISE EXCEPTION 'no such person' USING ERRCODE = 'PF077';
  ELSIF is_disabled THEN
    RAISE EXCEPTION 'identity disabled' USING ERRCODE = 'PF005';
  END IF;
  RETURN prefd.enter_context(found_user, acting_org, org_role, is_server_admin, false, wanted_org, demand);
END $$;

RESET ROLE;
