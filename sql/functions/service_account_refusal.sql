-- What keeps the current user from giving a service account of the acting organisation this role, NULL where it stays as it
-- is: the SQLSTATE of the refusal, or NULL. Nobody gives a role above their own: it takes an Admin, who may give any.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.service_account_refusal(new_role text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN prefd.current_org_role() IS DISTINCT FROM 'Admin' THEN 'PF060'
  WHEN new_role NOT IN ('None', 'Viewer', 'Editor', 'Admin') THEN 'PF061'
END;

RESET ROLE;
