-- Changes a service account of the acting organisation; what is NULL, and an empty name, stays as it is. Returns its id,
-- NULL when there is none. Its login follows its name. Refuses as create_service_account does.
-- Writes what the worker may not: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.update_service_account(account bigint, given_name text, new_role text, new_disabled boolean)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  new_name pg_catalog.text := CASE WHEN given_name OPERATOR(pg_catalog.<>) '' THEN given_name END;
  refusal pg_catalog.text := prefd.service_account_refusal(new_role);
  acting_org pg_catalog.int8 := prefd.current_org_id();
  new_login pg_catalog.text := prefd.service_account_login(acting_org, new_name);
  found_id pg_catalog.int8;
  written pg_catalog.text;
BEGIN
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = refusal, MESSAGE = 'service account refused';
  END IF;
  UPDATE prefd.users u
     SET name = coalesce(new_name, u.name), is_disabled = coalesce(new_disabled, u.is_disabled),
         login = CASE WHEN new_name OPERATOR(pg_catalog.<>) u.name THEN new_login ELSE u.login END,
         email = CASE WHEN new_name OPERATOR(pg_catalog.<>) u.name THEN new_login ELSE u.email END
   WHERE u.id OPERATOR(pg_catalog.=) account AND u.org_id OPERATOR(pg_catalog.=) acting_org AND u.is_service_account
  RETURNING u.id INTO found_id;
  written := pg_catalog.set_config('prefd.precondition', '', true); -- judged: another role writes the account once more
  UPDATE prefd.org_members m SET role = new_role, updated_at = pg_catalog.now()
   WHERE m.org_id OPERATOR(pg_catalog.=) acting_org AND m.user_id OPERATOR(pg_catalog.=) found_id
     AND m.role OPERATOR(pg_catalog.<>) new_role;
  RETURN found_id;
END $$;

RESET ROLE;
