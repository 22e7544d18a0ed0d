-- Second statement of a route that names an organisation in its path: the caller, let in by an authenticate function with
-- the demand 'scoped', goes on to that organisation, with the role it has there. An administrator of the server enters any,
-- also one that does not exist, where the policies show nothing; a token of one organisation enters no other. The route's
-- demand is judged here. Returns the organisation.
-- Looks at memberships past the policies: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.enter_org(wanted_org bigint, demand text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  caller bigint := prefd.current_user_id();
  is_server_admin boolean := prefd.current_is_server_admin();
  entered_org bigint;
  org_role prefd.org_members.role%TYPE;
  refusal pg_catalog.text;
  written pg_catalog.text;
BEGIN
  SELECT m.org_id, m.role INTO entered_org, org_role
    FROM prefd.org_members m
   WHERE m.user_id OPERATOR(pg_catalog.=) caller AND m.org_id OPERATOR(pg_catalog.=) wanted_org
     AND (prefd.current_token_org() IS NULL OR prefd.current_token_org() OPERATOR(pg_catalog.=) wanted_org);
  IF entered_org IS NULL AND is_server_admin THEN
    entered_org := wanted_org;
  END IF;
  refusal := prefd.demand_refusal(demand, entered_org, org_role, false, is_server_admin);
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = refusal, MESSAGE = pg_catalog.format('demand not met: %s', demand);
  END IF;
  written := prefd.set_context(
    caller, entered_org, org_role, is_server_admin, prefd.current_session_id(), prefd.current_token_org(), NULL, NULL);
  RETURN entered_org;
END $$;

RESET ROLE;
