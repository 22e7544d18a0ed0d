-- The account of somebody whom nginx has identified and who has none: without a password, a Viewer of the first organisation
-- if there is one. Does nothing when another request has just made it, or the name cannot be a login. Called by
-- authenticate_remote with its rights: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.create_remote(new_login text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  joined_org bigint;
  new_user bigint;
BEGIN
  SELECT o.id INTO joined_org FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) 1 FOR KEY SHARE;
  INSERT INTO prefd.users AS u (login, email, org_id, org_role)
  VALUES (new_login, CASE WHEN pg_catalog.strpos(new_login, '@') OPERATOR(pg_catalog.>) 0 THEN new_login
                          ELSE pg_catalog.concat(new_login, '@localhost') END,
          joined_org, CASE WHEN joined_org IS NOT NULL THEN 'Viewer' END)
  RETURNING u.id INTO new_user;
  INSERT INTO prefd.org_members (org_id, user_id, role) SELECT joined_org, new_user, 'Viewer' WHERE joined_org IS NOT NULL;
EXCEPTION WHEN unique_violation OR check_violation OR not_null_violation THEN
  RETURN;
END $$;

RESET ROLE;
