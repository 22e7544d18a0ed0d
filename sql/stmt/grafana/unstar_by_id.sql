-- Takes the current user's star off a dashboard of the acting organisation, if there is one. That the number may be one is a
-- condition of its own, so that it is judged whatever there is.
-- $1 id
-- row: the dashboard's id; none when nothing changed. Refusal: PF051
DELETE FROM prefd.stars s
 WHERE prefd.star_target($1::bigint) IS NOT NULL
   AND s.org_id = prefd.current_org_id() AND s.user_id = prefd.current_user_id() AND s.dashboard_id = $1::bigint
RETURNING s.dashboard_id;
