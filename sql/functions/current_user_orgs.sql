-- The organisations of the current user, with the role in each. Looks past the policies, which show only the organisation
-- acted in, at rows of the current user alone: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.current_user_orgs() RETURNS TABLE (org_id bigint, name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
  SELECT o.id, o.name, m.role
    FROM prefd.org_members m JOIN prefd.orgs o ON o.id = m.org_id
   WHERE m.user_id = prefd.current_user_id();
END;

RESET ROLE;
