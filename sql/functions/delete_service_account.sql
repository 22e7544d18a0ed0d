-- Deletes a service account of the acting organisation with its tokens and all else that is its own. Returns its id, NULL
-- when there is none. Refuses as service_account_refusal says.
-- Writes what the worker may not: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.delete_service_account(account bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  refusal pg_catalog.text := prefd.service_account_refusal(NULL);
  found_id pg_catalog.int8;
BEGIN
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = refusal, MESSAGE = 'service account refused';
  END IF;
  DELETE FROM prefd.users u
   WHERE u.id OPERATOR(pg_catalog.=) account AND u.org_id OPERATOR(pg_catalog.=) prefd.current_org_id() AND u.is_service_account
  RETURNING u.id INTO found_id;
  RETURN found_id;
END $$;

RESET ROLE;
