-- What keeps the current user from giving a service account of the acting organisation this role and name, NULL where they
-- stay as they are: the SQLSTATE of the refusal, or NULL. Nobody gives a role above their own: it takes an Admin, who may
-- give any. A name too long is what PostgreSQL calls 22001.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.service_account_refusal(new_role text, new_name text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN prefd.current_org_role() IS DISTINCT FROM 'Admin' THEN 'PF060'
  WHEN new_role NOT IN ('None', 'Viewer', 'Editor', 'Admin') THEN 'PF061'
  WHEN char_length(new_name) > 255 THEN '22001'
END;

RESET ROLE;
