-- The organisation of this name, for server admins.
-- $1 name
-- row: body; no row when there is none. Refusal: PF010
SELECT prefd.grafana_org(o) AS body FROM prefd.find_orgs(NULL, $1::text) o;
