-- A row of preferences as Grafana's API shows it: the keys of the documented answer always, in its order, then those that
-- newer versions added, only when set. A document that is NULL reads as empty. Text, since jsonb would reorder the keys and
-- row_to_json cannot leave any out; concat skips what is NULL. Inlined.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.grafana_preferences(document jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN concat(
  '{"theme":', coalesce(document -> 'theme', '""'),
  ',"homeDashboardId":', coalesce(
    CASE WHEN document ? 'homeDashboardUID' THEN to_jsonb(prefd.dashboard_id(document ->> 'homeDashboardUID')) END,
    document -> 'homeDashboardId', '0'),
  ',"homeDashboardUID":', coalesce(document -> 'homeDashboardUID', '""'),
  ',"timezone":', coalesce(document -> 'timezone', '""'),
  ',"weekStart":', coalesce(document -> 'weekStart', '""'),
  ',"navbar":{"bookmarkUrls":', coalesce(document -> 'bookmarkUrls', 'null'),
  '},"queryHistory":{"homeTab":', coalesce(document -> 'homeTab', '""'), '}',
  ',"language":' || (document -> 'language')::text,
  ',"regionalFormat":' || (document -> 'regionalFormat')::text,
  ',"dateStyle":' || (document -> 'dateStyle')::text,
  ',"cookiePreferences":' || CASE WHEN document ? 'cookies' THEN prefd.grafana_cookies(document -> 'cookies') END,
  '}');

RESET ROLE;
