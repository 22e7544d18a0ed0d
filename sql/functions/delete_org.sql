-- Deletes an organisation with everything in it, its service accounts too; people whose current one it was fall back to
-- another of theirs. Returns its id, NULL when there is none. For server admins (PF010), who are refused alike what can be no
-- organisation's id (facts: grafana 2); refuses the organisation acted in with PF036. Looks past the policies and writes what
-- the worker may not: qualified.
-- The organisation is locked first, as by whoever changes its memberships.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.delete_org(unwanted_org bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  found_org pg_catalog.int8;
BEGIN
  PERFORM prefd.server_admin_only();
  IF unwanted_org OPERATOR(pg_catalog.<=) 0 THEN
    RAISE EXCEPTION 'the id of no organisation' USING ERRCODE = 'PF010';
  ELSIF unwanted_org OPERATOR(pg_catalog.=) prefd.current_org_id() THEN
    RAISE EXCEPTION 'the organisation is being acted in' USING ERRCODE = 'PF036';
  END IF;
  SELECT o.id INTO found_org FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) unwanted_org FOR UPDATE;
  DELETE FROM prefd.users u WHERE u.service_org_id OPERATOR(pg_catalog.=) found_org;
  UPDATE prefd.users u
     SET org_id = (SELECT pg_catalog.min(o.org_id) FROM prefd.org_members o
                    WHERE o.user_id OPERATOR(pg_catalog.=) u.id AND o.org_id OPERATOR(pg_catalog.<>) found_org)
    FROM prefd.org_members m
   WHERE m.org_id OPERATOR(pg_catalog.=) found_org AND m.user_id OPERATOR(pg_catalog.=) u.id
     AND u.org_id OPERATOR(pg_catalog.=) found_org;
  DELETE FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) found_org;
  RETURN found_org;
END $$;

RESET ROLE;
