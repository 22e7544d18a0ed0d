-- The second half of the authenticate functions, and callable by them alone: a user whose credential was in order enters
-- the organisation found, or, where none was named, the membership with the lowest id. Enforces the demand, then sets the
-- context. Returns the user's id.
-- set_config by assignment: PL/pgSQL evaluates that without starting the executor.

SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.enter_context(bigint, bigint, text, boolean, boolean, boolean, text);

CREATE OR REPLACE FUNCTION prefd.enter_context(
  found_user bigint, acting_org bigint, org_role text, is_server_admin boolean, is_service_account boolean,
  any_org_will_do boolean, demand text,
  session_id bigint DEFAULT NULL, token_org bigint DEFAULT NULL, renewed_token bigint DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  refusal pg_catalog.text;
  written pg_catalog.text;
BEGIN
  IF acting_org IS NULL AND any_org_will_do THEN
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
