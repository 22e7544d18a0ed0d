-- The stored preferences of the acting organisation in the acting organisation; all empty without a row or without an organisation.
-- row: body, always one
SELECT coalesce(
  (SELECT prefd.grafana_preferences(p.document)
     FROM prefd.preferences p
    WHERE p.org_id = prefd.current_org_id() AND p.user_id = 0 AND p.team_id = 0),
  prefd.grafana_preferences(NULL)) AS body;
