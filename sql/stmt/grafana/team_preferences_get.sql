-- The stored preferences of a team; all empty without a row.
-- $1 team: id or uid
-- row: body, tag. Refusal: PF050
SELECT prefd.grafana_preferences(p.document) AS body,
       concat_ws('-', prefd.current_org_id(), 0, wanted.id, coalesce(p.version, 0)) AS tag
  FROM prefd.team_id($1::text) wanted (id)
  LEFT JOIN prefd.preferences p ON p.org_id = prefd.current_org_id() AND p.user_id = 0 AND p.team_id = wanted.id;
