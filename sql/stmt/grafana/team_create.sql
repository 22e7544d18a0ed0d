-- Makes a team in the acting organisation; a person who makes one becomes its administrator.
-- $1 name, $2 email or NULL
-- row: body. Refusals: 23505 teams_name_key; 23514 teams_...; 42501 for who is not Admin
WITH made AS (
  INSERT INTO prefd.teams (org_id, name, email)
  VALUES (prefd.current_org_id(), $1::text, coalesce($2::text, '')) RETURNING org_id, id, uid
), creator AS (
  INSERT INTO prefd.team_members (org_id, team_id, user_id, permission)
  SELECT made.org_id, made.id, u.id, 4
    FROM made JOIN prefd.users u ON u.id = prefd.current_user_id() AND NOT u.is_service_account
)
SELECT row_to_json(answer) AS body FROM (SELECT id AS "teamId", uid, 'Team created' AS message FROM made) answer;
