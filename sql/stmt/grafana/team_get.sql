-- One team of the acting organisation.
-- $1 id or uid
-- row: body. Refusal: PF050
SELECT row_to_json(shown) AS body
  FROM prefd.team_id($1::text) wanted (id) JOIN prefd.grafana_teams() shown ON shown.id = wanted.id;
