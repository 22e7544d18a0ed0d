-- The organisation acted in.
-- row: body; no row when there is none
SELECT prefd.grafana_org(o) AS body FROM prefd.orgs o WHERE o.id = prefd.current_org_id();
