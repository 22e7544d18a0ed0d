-- As star_by_id, by uid. Dashboard 0 does not exist, as the foreign key says.
-- $1 uid
-- row: the dashboard's id; none when nothing changed. Refusals: 23503 stars_dashboard_fkey; 42501 without an organisation
INSERT INTO prefd.stars (org_id, user_id, dashboard_id)
VALUES (prefd.current_org_id(), prefd.current_user_id(), coalesce(prefd.dashboard_id($1::text), 0))
ON CONFLICT DO NOTHING
RETURNING dashboard_id;
