-- Makes a team in the acting organisation; a person who makes one becomes its administrator.
-- $1 name, $2 email or NULL
-- row: body. Refusals: 23505 teams_name_key; 23514 teams_...; 42501 for who is not Admin
SELECT row_to_json(answer) AS body
  FROM (SELECT made.id AS "teamId", made.uid, 'Team created' AS message FROM prefd.create_team($1::text, $2::text) made) answer;
