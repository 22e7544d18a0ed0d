-- The acting organisation, for those who manage it: its Admins and server admins. Refuses everybody else, and who acts in
-- no organisation, with PF010: what each definer function that writes memberships asks first.
-- Called with rights over every row: each name and operator is qualified.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.managed_org() RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  acting_org pg_catalog.int8 := prefd.current_org_id();
BEGIN
  IF acting_org IS NULL
     OR NOT (prefd.current_is_server_admin() OR coalesce(prefd.current_org_role() OPERATOR(pg_catalog.=) 'Admin', false)) THEN
    RAISE EXCEPTION 'not an administrator of the organisation' USING ERRCODE = 'PF010';
  END IF;
  RETURN acting_org;
END $$;

RESET ROLE;
