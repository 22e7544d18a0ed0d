-- The members of a team, by login.
-- $1 team: id or uid
-- row: body, an array. Refusal: PF050
SELECT (SELECT coalesce(json_agg(row_to_json(listed)), '[]')
          FROM (SELECT m.org_id AS "orgId", m.team_id AS "teamId", t.uid AS "teamUID", m.user_id AS "userId",
                       u.uid AS "userUID", '' AS auth_module, u.email, u.name, u.login, prefd.avatar_url(u.email) AS "avatarUrl",
                       '[]'::json AS labels, m.permission
                  FROM prefd.teams t
                  JOIN prefd.team_members m ON m.org_id = t.org_id AND m.team_id = t.id
                  JOIN prefd.users u ON u.id = m.user_id
                 WHERE t.org_id = prefd.current_org_id() AND t.id = wanted.id
                 ORDER BY u.login) listed) AS body
  FROM prefd.team_id($1::text) wanted (id);
