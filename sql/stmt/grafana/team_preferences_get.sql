-- The stored preferences of a team.
-- $1 team: id or uid
-- row: document, home_dashboard_id where it names one by uid, tag; all NULL when nothing is stored. Refusal: PF050
SELECT p.document,
       prefd.dashboard_id(p.document ->> 'homeDashboardUID') AS home_dashboard_id,
       p.org_id || '-' || p.user_id || '-' || p.team_id || '-' || p.version AS tag
  FROM prefd.team_id($1::text) wanted (id)
  LEFT JOIN prefd.preferences p ON p.org_id = prefd.current_org_id() AND p.user_id = 0 AND p.team_id = wanted.id;
