-- The stored preferences of the organisation in the acting organisation.
-- row: document, home_dashboard_id where it names one by uid, tag; none when nothing is stored
SELECT p.document,
       prefd.dashboard_id(p.document ->> 'homeDashboardUID') AS home_dashboard_id,
       concat_ws('-', p.org_id, p.user_id, p.team_id, p.version) AS tag
  FROM prefd.preferences p
 WHERE p.org_id = prefd.current_org_id() AND p.user_id = 0 AND p.team_id = 0;
