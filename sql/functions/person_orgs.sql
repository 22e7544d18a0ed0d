-- The organisations of a person, with the role in each, for a server admin; none for anybody else. Looks past the policies,
-- which show the memberships of the organisation acted in.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.person_orgs(account bigint) RETURNS TABLE (org_id bigint, name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
  SELECT o.id, o.name, m.role
    FROM prefd.org_members m JOIN prefd.orgs o ON o.id = m.org_id
   WHERE m.user_id = account AND prefd.current_is_server_admin();
END;

RESET ROLE;
