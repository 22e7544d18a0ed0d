-- The stored preferences of a team; all empty without a row.
-- $1 team: id or uid
-- row: body. Refusal: PF050
SELECT prefd.grafana_preferences(p.document) AS body
  FROM prefd.team_id($1::text) wanted (id)
  LEFT JOIN prefd.preferences p ON p.org_id = prefd.current_org_id() AND p.user_id = 0 AND p.team_id = wanted.id;
