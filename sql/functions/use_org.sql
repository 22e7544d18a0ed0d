-- Makes an organisation the current one of a person, who must be a member of it: of oneself, or of anybody on behalf of a
-- server admin. Returns its id; refuses with PF030, the same for an organisation or a person that does not exist.
-- A service account stays where it is. Changes a column that the worker may not: qualified.
-- Locked in the order of whoever changes memberships: organisation, membership, account.

SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.use_org(bigint);

CREATE OR REPLACE FUNCTION prefd.use_org(account bigint, wanted_org bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  found_org bigint;
BEGIN
  PERFORM FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) wanted_org FOR KEY SHARE;
  SELECT m.org_id INTO found_org
    FROM prefd.org_members m
   WHERE m.org_id OPERATOR(pg_catalog.=) wanted_org AND m.user_id OPERATOR(pg_catalog.=) account
     AND (account OPERATOR(pg_catalog.=) prefd.current_user_id() OR prefd.current_is_server_admin())
     FOR KEY SHARE;
  IF found_org IS NULL THEN
    RAISE EXCEPTION 'not a valid organisation' USING ERRCODE = 'PF030';
  END IF;
  UPDATE prefd.users u SET org_id = found_org WHERE u.id OPERATOR(pg_catalog.=) account AND NOT u.is_service_account;
  RETURN found_org;
END $$;

RESET ROLE;
