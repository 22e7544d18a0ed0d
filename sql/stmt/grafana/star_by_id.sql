-- Stars a dashboard of the acting organisation for the current user; once is enough.
-- $1 id
-- row: the dashboard's id; none when nothing changed. Refusals: PF051; 23503 stars_dashboard_fkey; 42501 without an organisation
INSERT INTO prefd.stars (org_id, user_id, dashboard_id)
VALUES (prefd.current_org_id(), prefd.current_user_id(), prefd.star_target($1::bigint))
ON CONFLICT DO NOTHING
RETURNING dashboard_id;
