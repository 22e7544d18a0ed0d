-- Whether preferences that are not the current user's own are theirs to see (least_permission 0) or to change (4) in the acting
-- organisation: those of the person whom the path named and to whom enter_person or enter_owner let in; those of a team, whose
-- members have a permission; a team's and the organisation's own (team 0), its Admins'; the latter everybody's to see. What the
-- policies of preferences ask about rows that are not one's own: in the policies themselves it would be made ready for every
-- statement, six times for a PUT.
-- Looks past the policies at rows of the current user alone: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.holds_preferences(owner bigint, team bigint, least_permission smallint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
  IF owner OPERATOR(pg_catalog.<>) 0 THEN
    RETURN team OPERATOR(pg_catalog.=) 0 AND owner OPERATOR(pg_catalog.=) prefd.current_owner_id();
  END IF;
  IF team OPERATOR(pg_catalog.=) 0 AND least_permission OPERATOR(pg_catalog.=) 0 THEN
    RETURN true;
  END IF;
  RETURN prefd.current_org_role() OPERATOR(pg_catalog.=) 'Admin' OR EXISTS (
    SELECT FROM prefd.team_members m
     WHERE m.org_id OPERATOR(pg_catalog.=) prefd.current_org_id() AND m.team_id OPERATOR(pg_catalog.=) team
       AND m.user_id OPERATOR(pg_catalog.=) prefd.current_user_id() AND m.permission OPERATOR(pg_catalog.>=) least_permission);
END $$;

RESET ROLE;
