-- Second statement of a route whose path names a user whose things it is about: 'me', one's own id, or, for an Admin of
-- the acting organisation, that of its member; a server admin's may be anybody's who is in an organisation, and when that
-- is not the acting one, the context goes on to theirs: the current one, else the one with the lowest id. The route's
-- demand is judged where that ends. Returns the user's id.
-- Refuses with PF101 what names nobody, and with PF100 everybody else's things, there or not, to who is no admin; then as
-- demand_refusal says. Looks at memberships past the policies: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.enter_owner(part text, demand text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  caller bigint := prefd.current_user_id();
  acting_org bigint := prefd.current_org_id();
  org_role prefd.org_members.role%TYPE := prefd.current_org_role();
  by_server_admin boolean := prefd.current_is_server_admin();
  owner bigint := CASE WHEN part OPERATOR(pg_catalog.=) 'me' THEN caller ELSE prefd.decimal_id(part) END;
  owner_org bigint := acting_org;
  is_visit boolean := false;
  refusal pg_catalog.text;
  written pg_catalog.text;
BEGIN
  IF (part OPERATOR(pg_catalog.~) '^(me|[0-9]+)$') IS NOT TRUE THEN
    RAISE EXCEPTION 'no such owner' USING ERRCODE = 'PF101';
  ELSIF (owner OPERATOR(pg_catalog.=) caller) IS NOT TRUE THEN
    IF (by_server_admin OR org_role OPERATOR(pg_catalog.=) 'Admin') IS NOT TRUE THEN
      RAISE EXCEPTION 'the things of others' USING ERRCODE = 'PF100';
    END IF;
    SELECT m.org_id INTO owner_org
      FROM prefd.org_members m JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) m.user_id
     WHERE m.user_id OPERATOR(pg_catalog.=) owner AND (by_server_admin OR m.org_id OPERATOR(pg_catalog.=) acting_org)
     ORDER BY (m.org_id OPERATOR(pg_catalog.=) acting_org) IS TRUE DESC,
              (m.org_id OPERATOR(pg_catalog.=) u.org_id) IS TRUE DESC, m.org_id LIMIT 1;
    IF owner_org IS NULL THEN
      RAISE EXCEPTION 'no such owner' USING ERRCODE = 'PF101';
    ELSIF (owner_org OPERATOR(pg_catalog.=) acting_org) IS NOT TRUE THEN
      org_role := 'None';
      is_visit := true;
    END IF;
  END IF;
  refusal := prefd.demand_refusal(demand, owner_org, org_role, false, by_server_admin);
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = refusal, MESSAGE = pg_catalog.format('demand not met: %s', demand);
  END IF;
  written := prefd.set_context(
    caller, owner_org, CASE WHEN NOT is_visit THEN org_role END, by_server_admin,
    prefd.current_session_id(), prefd.current_token_org(), owner, NULL);
  RETURN owner;
END $$;

RESET ROLE;
