-- Creates a service account in the acting organisation, a Viewer when no role is given. Returns its id.
-- Refuses as service_account_refusal says; of that name the organisation must have none: 23505.
-- Writes what the worker may not: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.create_service_account(new_name text, new_role text, new_disabled boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  refusal pg_catalog.text := prefd.service_account_refusal(new_role);
  acting_org pg_catalog.int8 := prefd.current_org_id();
  new_login pg_catalog.text := prefd.service_account_login(acting_org, new_name);
  new_id pg_catalog.int8;
BEGIN
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = refusal, MESSAGE = 'service account refused';
  END IF;
  INSERT INTO prefd.users AS u (login, email, name, is_disabled, is_service_account, org_id, org_role)
  VALUES (new_login, new_login, new_name, coalesce(new_disabled, false), true, acting_org, coalesce(new_role, 'Viewer'))
  RETURNING u.id INTO new_id;
  INSERT INTO prefd.org_members (org_id, user_id, role) VALUES (acting_org, new_id, coalesce(new_role, 'Viewer'));
  RETURN new_id;
END $$;

RESET ROLE;
