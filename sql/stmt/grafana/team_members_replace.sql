-- Gives a team exactly these members and administrators; who is named as both is an administrator. Account 0 stands for an
-- email that nobody has: it fails the foreign key as one outside the organisation does.
-- $1 team: id or uid, $2 emails of members, $3 emails of administrators: arrays, or NULL for none
-- row: team. Refusals: PF050; 23503 team_members_member_fkey; 42501 without the right
WITH team AS (
  SELECT prefd.team_id($1::text) AS id
), given (email, permission) AS (
  SELECT lower(jsonb_array_elements_text($2::jsonb)), 0
  UNION ALL
  SELECT lower(jsonb_array_elements_text($3::jsonb)), 4
), wanted AS (
  SELECT coalesce(u.id, 0) AS user_id, max(given.permission) AS permission
    FROM given LEFT JOIN prefd.users u ON u.email = given.email AND NOT u.is_service_account
   GROUP BY 1
), removed AS (
  DELETE FROM prefd.team_members m
   USING team
   WHERE m.org_id = prefd.current_org_id() AND m.team_id = team.id AND m.user_id NOT IN (SELECT user_id FROM wanted)
), kept AS (
  INSERT INTO prefd.team_members (org_id, team_id, user_id, permission)
  SELECT prefd.current_org_id(), team.id, wanted.user_id, wanted.permission FROM team, wanted
  ON CONFLICT (org_id, team_id, user_id) DO UPDATE SET permission = excluded.permission, updated_at = now()
)
SELECT id FROM team;
