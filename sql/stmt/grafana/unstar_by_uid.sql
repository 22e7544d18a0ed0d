-- As unstar_by_id, by uid.
-- $1 uid
-- row: the dashboard's id; none when nothing changed
DELETE FROM prefd.stars s
 WHERE s.org_id = prefd.current_org_id() AND s.user_id = prefd.current_user_id()
   AND s.dashboard_id = prefd.dashboard_id($1::text)
RETURNING s.dashboard_id;
