-- The organisation acted in.
-- row: body; no row when there is none
SELECT prefd.grafana_org(o) AS body, concat_ws('-', o.id, o.version) AS tag
  FROM prefd.orgs o WHERE o.id = prefd.current_org_id();
