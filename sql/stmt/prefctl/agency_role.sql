-- The role of a member in the agency that an organisation is; NULL: the one that Grafana's role gives.
-- $1 organisation, NULL: 1, $2 login, $3 role or NULL
-- row: id, login, role; none when there is no such person there
UPDATE prefd.org_members m SET agency_role = $3::text, updated_at = now()
  FROM prefd.users u
 WHERE m.org_id = coalesce($1::bigint, 1) AND u.id = m.user_id AND u.login = lower(btrim($2::text)) AND NOT u.is_service_account
RETURNING u.id, u.login, prefd.agency_role(m.agency_role, m.role) AS role;
