-- The organisation of this name, for server admins.
-- $1 name
-- row: body, tag; no row when there is none. Refusal: PF010
SELECT prefd.grafana_org(o) AS body, concat_ws('-', o.id, o.version) AS tag
  FROM prefd.find_orgs(NULL, $1::text, NULL, 0) o;
