-- The permission of the current user in a team of the acting organisation; NULL: no member of it. What the policies of
-- preferences ask, only where a row is a team's: as a subquery over current_user_teams every statement would pay for it.
-- Looks past the policies at rows of the current user alone: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.current_team_permission(team bigint) RETURNS smallint
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
  RETURN (SELECT m.permission
            FROM prefd.team_members m
           WHERE m.org_id OPERATOR(pg_catalog.=) prefd.current_org_id() AND m.team_id OPERATOR(pg_catalog.=) team
             AND m.user_id OPERATOR(pg_catalog.=) prefd.current_user_id());
END $$;

RESET ROLE;
