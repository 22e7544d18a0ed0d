-- The second half of the authenticate functions, and callable by them alone: a user whose credential was in order enters
-- the organisation that was named, else the current one, in which the role is known or else looked up, else the membership with
-- the lowest id. One that the user is no member of counts as none. Enforces the demand, then sets the context. Returns the
-- user's id.
-- set_config by assignment: PL/pgSQL evaluates that without starting the executor.

SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.enter_context(bigint, bigint, text, boolean, boolean, boolean, text, bigint, bigint, bigint);

CREATE OR REPLACE FUNCTION prefd.enter_context(
  found_user bigint, acting_org bigint, org_role text, is_server_admin boolean, is_service_account boolean,
  wanted_org bigint, demand text,
  session_id bigint DEFAULT NULL, token_org bigint DEFAULT NULL, renewed_token bigint DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  refusal pg_catalog.text;
  written pg_catalog.text;
BEGIN
  IF wanted_org IS NOT NULL AND (wanted_org OPERATOR(pg_catalog.=) acting_org) IS NOT TRUE THEN
    acting_org := wanted_org;
    org_role := NULL;
  END IF;
  IF acting_org IS NOT NULL AND org_role IS NULL THEN
    SELECT m.org_id, m.role INTO acting_org, org_role
      FROM prefd.org_members m WHERE m.user_id OPERATOR(pg_catalog.=) found_user AND m.org_id OPERATOR(pg_catalog.=) acting_org;
  END IF;
  IF acting_org IS NULL AND wanted_org IS NULL THEN
    SELECT m.org_id, m.role INTO acting_org, org_role
      FROM prefd.org_members m WHERE m.user_id OPERATOR(pg_catalog.=) found_user ORDER BY m.org_id LIMIT 1;
  END IF;
  -- The commonest demand asks nothing more; not evaluating it is worth 3% of a read.
  IF (demand OPERATOR(pg_catalog.=) 'signed_in') IS NOT TRUE THEN
    refusal := prefd.demand_refusal(demand, acting_org, org_role, is_service_account, is_server_admin);
    IF refusal IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = refusal, MESSAGE = pg_catalog.format('demand not met: %s', demand);
    END IF;
  END IF;
  written := prefd.set_context(
    found_user, acting_org, org_role, is_server_admin, session_id, token_org, NULL, renewed_token);
  RETURN found_user;
END $$;

RESET ROLE;
