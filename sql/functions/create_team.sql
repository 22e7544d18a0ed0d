-- Makes a team in the acting organisation; a person who makes one becomes its administrator. The current user's rights decide:
-- the policies hold. Returns the team.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.create_team(name text, email text) RETURNS prefd.teams
LANGUAGE plpgsql AS $$
DECLARE
  made prefd.teams;
BEGIN
  INSERT INTO prefd.teams AS t (org_id, name, email)
  VALUES (prefd.current_org_id(), create_team.name, coalesce(create_team.email, '')) RETURNING t.* INTO made;
  INSERT INTO prefd.team_members (org_id, team_id, user_id, permission)
  SELECT made.org_id, made.id, u.id, 4 FROM prefd.users u WHERE u.id = prefd.current_user_id() AND NOT u.is_service_account;
  RETURN made;
END $$;

RESET ROLE;
