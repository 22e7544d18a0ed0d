-- A new organisation, whose first Admin is the current user, a server admin. Returns its id. Refuses everybody else (PF010)
-- and a name that is taken (orgs_name_key). Writes what the worker may not: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.create_org(new_name text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  new_org pg_catalog.int8;
BEGIN
  PERFORM prefd.server_admin_only();
  INSERT INTO prefd.orgs (name) VALUES (new_name) RETURNING id INTO new_org;
  PERFORM prefd.join_org(new_org, prefd.current_user_id(), 'Admin');
  RETURN new_org;
END $$;

RESET ROLE;
