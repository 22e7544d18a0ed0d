-- The context statement of a request whose password was verified earlier: the user's id with the credential version that
-- was verified. Otherwise as authenticate_token. Returns the user's id.
-- Refuses with PF006 when there is no such user or the credential has changed since, PF005 disabled, then as demand_refusal
-- says. Runs with rights over every account: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.authenticate_user(user_id bigint, credential_version bigint, wanted_org bigint, demand text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  found_user bigint;
  is_disabled boolean;
  is_service_account boolean;
  is_server_admin boolean;
  acting_org bigint;
  org_role prefd.org_members.role%TYPE;
BEGIN
  SELECT u.id, u.is_disabled, u.is_service_account, u.is_server_admin, u.org_id, u.org_role
    INTO found_user, is_disabled, is_service_account, is_server_admin, acting_org, org_role
    FROM prefd.users u
   WHERE u.id OPERATOR(pg_catalog.=) authenticate_user.user_id
     AND u.credential_version OPERATOR(pg_catalog.=) authenticate_user.credential_version;
  IF found_user IS NULL THEN
    RAISE EXCEPTION 'credential out of date' USING ERRCODE = 'PF006';
  ELSIF is_disabled THEN
    RAISE EXCEPTION 'identity disabled' USING ERRCODE = 'PF005';
  END IF;
  RETURN prefd.enter_context(found_user, acting_org, org_role, is_server_admin, is_service_account, wanted_org, demand);
END $$;

RESET ROLE;
