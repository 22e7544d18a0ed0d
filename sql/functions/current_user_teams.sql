-- The teams of the current user in the acting organisation, with the permission in each. Looks past the policies, which ask
-- it, at rows of the current user alone: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.current_user_teams() RETURNS TABLE (team_id bigint, permission smallint)
LANGUAGE sql STABLE ROWS 10 SECURITY DEFINER
BEGIN ATOMIC
  SELECT m.team_id, m.permission
    FROM prefd.team_members m
   WHERE m.org_id = prefd.current_org_id() AND m.user_id = prefd.current_user_id();
END;

RESET ROLE;
