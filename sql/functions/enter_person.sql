-- Second statement of a route whose path names a person by id or uid: oneself; for an administrator of the server anybody, to
-- whose organisation, if any, the context goes on as in enter_owner; else as person_refusal says of the agency's members.
-- The route's demand is judged where that ends. Returns the person's id, which current_owner_id() then gives.
-- Refuses with PF111 whoever is absent or in another agency, and with PF110 fellows whom the role does not reach; then as
-- demand_refusal says. Looks at memberships past the policies: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.enter_person(part text, demand text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  caller bigint := prefd.current_user_id();
  person bigint := prefd.decimal_id(part);
  person_org bigint := prefd.current_org_id();
  org_role prefd.org_members.role%TYPE := prefd.current_org_role();
  by_server_admin boolean := prefd.current_is_server_admin();
  is_visit boolean := false;
  refusal pg_catalog.text;
  written pg_catalog.text;
BEGIN
  IF person IS NULL THEN
    SELECT u.id INTO person FROM prefd.users u WHERE u.uid OPERATOR(pg_catalog.=) part;
  END IF;
  IF (person OPERATOR(pg_catalog.=) caller) IS NOT TRUE AND by_server_admin THEN
    SELECT m.org_id INTO person_org
      FROM prefd.org_members m JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) m.user_id
     WHERE m.user_id OPERATOR(pg_catalog.=) person AND NOT u.is_service_account
     ORDER BY (m.org_id OPERATOR(pg_catalog.=) prefd.current_org_id()) IS TRUE DESC,
              (m.org_id OPERATOR(pg_catalog.=) u.org_id) IS TRUE DESC, m.org_id LIMIT 1;
    IF person_org IS NULL AND NOT EXISTS (
      SELECT FROM prefd.users u WHERE u.id OPERATOR(pg_catalog.=) person AND NOT u.is_service_account) THEN
      refusal := 'PF111';
    ELSIF (person_org OPERATOR(pg_catalog.=) prefd.current_org_id()) IS NOT TRUE THEN
      org_role := 'None';
      is_visit := true;
    END IF;
  ELSIF (person OPERATOR(pg_catalog.=) caller) IS NOT TRUE THEN
    refusal := prefd.person_refusal(person_org, caller, person);
  END IF;
  refusal := coalesce(refusal, prefd.demand_refusal(demand, person_org, org_role, false, by_server_admin));
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = refusal, MESSAGE = pg_catalog.format('may not reach this person: %s', demand);
  END IF;
  written := prefd.set_context(
    caller, person_org, CASE WHEN NOT is_visit THEN org_role END, by_server_admin,
    prefd.current_session_id(), prefd.current_token_org(), person, NULL);
  RETURN person;
END $$;

RESET ROLE;
