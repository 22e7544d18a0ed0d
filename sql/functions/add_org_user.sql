-- Makes the person with a login or email a member of the acting organisation. Returns the person's id. For those who manage
-- it (PF010). Refuses an unknown role (PF031), nobody of this name (PF032), a member (PF033, with the id as detail).
-- Looks past the policies and writes what the worker may not: qualified.
-- Who may call this is Admin or server admin, so there is no role above the caller's own to refuse (facts: grafana 9.2).

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.add_org_user(login_or_email text, given_role text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  acting_org pg_catalog.int8 := prefd.managed_org();
  role pg_catalog.text := prefd.known_role(given_role);
  person pg_catalog.int8 := prefd.person_named(login_or_email);
BEGIN
  IF person IS NULL THEN
    RAISE EXCEPTION 'user not found' USING ERRCODE = 'PF032';
  ELSIF NOT prefd.join_org(acting_org, person, role) THEN
    RAISE EXCEPTION 'already a member' USING ERRCODE = 'PF033', DETAIL = pg_catalog.concat('"userId":', person);
  END IF;
  RETURN person;
END $$;

RESET ROLE;
