-- The teams of the current user in the acting organisation, by name.
-- row: body, an array
SELECT coalesce(json_agg(row_to_json(shown) ORDER BY shown.name), '[]') AS body
  FROM prefd.current_user_teams() own JOIN prefd.grafana_teams() shown ON shown.id = own.team_id;
