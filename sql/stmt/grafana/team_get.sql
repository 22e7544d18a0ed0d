-- One team of the acting organisation.
-- $1 id or uid
-- row: body, tag. Refusal: PF050
SELECT row_to_json(shown) AS body, concat_ws('-', t.org_id, t.id, t.version) AS tag
  FROM prefd.team_id($1::text) wanted (id)
  JOIN prefd.grafana_teams() shown ON shown.id = wanted.id
  JOIN prefd.teams t ON t.org_id = prefd.current_org_id() AND t.id = wanted.id;
