-- Stars a dashboard of the acting organisation for the current user; once is enough.
-- Dashboard 0 does not exist, as the foreign key says; nor does one that the caller may not see.
-- $1 id
-- row: the dashboard's id; none when nothing changed. Refusals: PF051; 23503 stars_dashboard_fkey; 42501 without an organisation
INSERT INTO prefd.stars (org_id, user_id, dashboard_id)
SELECT prefd.current_org_id(), prefd.current_user_id(),
       coalesce((SELECT d.id FROM prefd.dashboards d WHERE d.org_id = prefd.current_org_id() AND d.id = target.id), 0)
  FROM prefd.star_target($1::bigint) target (id)
ON CONFLICT DO NOTHING
RETURNING dashboard_id;
