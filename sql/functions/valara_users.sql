-- People as Valara's API shows them, in the acting organisation: its members and oneself, each with the entity tag. Managers
-- and roles are those of the agency that the organisation is (facts: valara 4).

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.valara_users()
RETURNS TABLE (id bigint, role text, is_active boolean, body json, tag text)
LANGUAGE sql STABLE AS $$
  SELECT u.id, held.role, NOT u.is_disabled,
         json_build_object('id', u.id::pg_catalog.text, 'email', u.email, 'name', u.name, 'role', held.role, 'manager_id', m.manager_id::pg_catalog.text,
                           'is_active', NOT u.is_disabled, 'created_at', prefd.rfc3339(u.created_at)),
         concat_ws('-', u.id, u.version)
    FROM prefd.users u LEFT JOIN prefd.org_members m ON m.org_id = prefd.current_org_id() AND m.user_id = u.id,
         LATERAL (SELECT CASE WHEN u.is_server_admin THEN 'admin' ELSE prefd.agency_role(m.agency_role, m.role) END AS role) held
   WHERE NOT u.is_service_account AND (m.user_id IS NOT NULL OR u.id = prefd.current_user_id())
$$;

RESET ROLE;
