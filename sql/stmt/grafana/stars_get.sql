-- The uids of the dashboards that the current user starred in the acting organisation, the oldest star first.
-- row: body, an array
SELECT coalesce(json_agg(d.uid ORDER BY s.created_at, d.id), '[]') AS body
  FROM prefd.stars s JOIN prefd.dashboards d ON d.org_id = s.org_id AND d.id = s.dashboard_id
 WHERE s.org_id = prefd.current_org_id() AND s.user_id = prefd.current_user_id();
