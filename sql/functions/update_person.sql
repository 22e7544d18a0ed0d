-- Changes what the acting organisation, as an agency, and its people may say of whoever the path named: name (by themselves or
-- a server admin), role and manager_id (by the agency's owner or a server admin); null takes away (facts: valara 10). The
-- account's row is always written, so that its version stands for all of it, and a precondition is judged. Refuses with PF110
-- whom the role does not allow it, and who is in no agency, PF113 a manager who is not in the agency, and, by a trigger, PF112 a circle of managers.
-- Writes what the worker may not: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.update_person(given jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  caller bigint := prefd.current_user_id();
  person bigint := prefd.current_owner_id();
  org bigint := prefd.current_org_id();
  by_server_admin boolean := prefd.current_is_server_admin();
  by_owner boolean := EXISTS (
    SELECT FROM prefd.org_members m WHERE m.org_id OPERATOR(pg_catalog.=) org AND m.user_id OPERATOR(pg_catalog.=) caller
       AND prefd.agency_role(m.agency_role, m.role) OPERATOR(pg_catalog.=) 'owner');
  of_agency boolean := given OPERATOR(pg_catalog.?|) '{role,manager_id}'::pg_catalog.text[];
  manager bigint;
BEGIN
  IF of_agency AND org IS NULL THEN
    RAISE EXCEPTION 'in no agency there is nothing to be' USING ERRCODE = 'PF110';
  ELSIF NOT by_server_admin AND ((of_agency AND NOT by_owner)
                              OR (given OPERATOR(pg_catalog.?) 'name' AND person OPERATOR(pg_catalog.<>) caller)
                              OR (NOT by_owner AND person OPERATOR(pg_catalog.<>) caller)) THEN
    RAISE EXCEPTION 'may not change this of this person' USING ERRCODE = 'PF110';
  END IF;
  IF given OPERATOR(pg_catalog.->>) 'manager_id' IS NOT NULL THEN
    SELECT m.user_id INTO manager
      FROM prefd.org_members m JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) m.user_id
     WHERE m.org_id OPERATOR(pg_catalog.=) org AND NOT u.is_service_account AND (by_server_admin OR NOT u.is_server_admin)
       AND (u.id OPERATOR(pg_catalog.=) prefd.decimal_id(given OPERATOR(pg_catalog.->>) 'manager_id')
            OR u.uid OPERATOR(pg_catalog.=) (given OPERATOR(pg_catalog.->>) 'manager_id'));
    IF manager IS NULL THEN
      RAISE EXCEPTION 'no such manager' USING ERRCODE = 'PF113';
    END IF;
  END IF;
  IF of_agency THEN -- in the order of lock_org_user, so that the two never wait for each other
    PERFORM FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) org FOR NO KEY UPDATE;
    PERFORM FROM prefd.org_members m
      WHERE m.org_id OPERATOR(pg_catalog.=) org AND m.user_id OPERATOR(pg_catalog.=) person FOR NO KEY UPDATE;
  END IF;
  UPDATE prefd.users u
     SET name = CASE WHEN given OPERATOR(pg_catalog.?) 'name' THEN coalesce(given OPERATOR(pg_catalog.->>) 'name', '') ELSE u.name END
   WHERE u.id OPERATOR(pg_catalog.=) person AND NOT u.is_service_account;
  IF FOUND AND of_agency THEN
    UPDATE prefd.org_members m
       SET agency_role = CASE WHEN given OPERATOR(pg_catalog.?) 'role' THEN given OPERATOR(pg_catalog.->>) 'role' ELSE m.agency_role END,
           manager_id = CASE WHEN given OPERATOR(pg_catalog.?) 'manager_id' THEN manager ELSE m.manager_id END
     WHERE m.org_id OPERATOR(pg_catalog.=) org AND m.user_id OPERATOR(pg_catalog.=) person;
  END IF;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no person, or not in an agency' USING ERRCODE = 'PF111';
  END IF;
END $$;

RESET ROLE;
