-- Whom the current user may read in the agency that the acting organisation is: its owner and a server admin all members, a
-- broker or photographer themselves and their team, five levels down, everybody else themselves (facts: valara 4, 10). The
-- levels are counted, so a circle ends too.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.reachable_people() RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE held AS (
    SELECT prefd.agency_role(m.agency_role, m.role) AS role
      FROM prefd.org_members m WHERE m.org_id = prefd.current_org_id() AND m.user_id = prefd.current_user_id()
  ), team (user_id, level) AS (
    SELECT prefd.current_user_id(), 0
    UNION
    SELECT m.user_id, t.level + 1
      FROM team t JOIN prefd.org_members m ON m.org_id = prefd.current_org_id() AND m.manager_id = t.user_id
     WHERE t.level < 5 AND (SELECT h.role FROM held h) IN ('broker', 'photographer')
  )
  SELECT m.user_id FROM prefd.org_members m
   WHERE m.org_id = prefd.current_org_id()
     AND (prefd.current_is_server_admin() OR (SELECT h.role FROM held h) = 'owner' OR m.user_id IN (SELECT t.user_id FROM team t))
$$;

RESET ROLE;
