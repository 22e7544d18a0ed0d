-- Gives a team of the acting organisation exactly these members and administrators, by their emails; who is named as both is
-- an administrator. Account 0 stands for an email that nobody has: it fails the foreign key as one outside the organisation
-- does. The current user's rights decide: the policies hold. Returns the team.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.replace_team_members(team bigint, members jsonb, administrators jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
  WITH given (email, permission) AS (
    SELECT lower(jsonb_array_elements_text(members)), 0
    UNION ALL
    SELECT lower(jsonb_array_elements_text(administrators)), 4
  ), wanted AS (
    SELECT coalesce(u.id, 0) AS user_id, max(given.permission) AS permission
      FROM given LEFT JOIN prefd.users u ON u.email = given.email AND NOT u.is_service_account
     GROUP BY 1
  ), removed AS (
    DELETE FROM prefd.team_members m
     WHERE m.org_id = prefd.current_org_id() AND m.team_id = team AND m.user_id NOT IN (SELECT user_id FROM wanted)
  )
  INSERT INTO prefd.team_members (org_id, team_id, user_id, permission)
  SELECT prefd.current_org_id(), team, wanted.user_id, wanted.permission FROM wanted
  ON CONFLICT (org_id, team_id, user_id) DO UPDATE SET permission = excluded.permission, updated_at = now();
  RETURN team;
END $$;

RESET ROLE;
