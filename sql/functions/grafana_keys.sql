-- The keys of Grafana's preferences: what a PUT takes away before it sets those given, which PostgreSQL puts into a document that is
-- empty then without reading it. A constant of the plan.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.grafana_keys() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{theme,homeDashboardUID,homeDashboardId,timezone,weekStart,language,regionalFormat,dateStyle,cookies,bookmarkUrls,homeTab}'::text[];

RESET ROLE;
