-- The dashboard of the acting organisation that a saved one replaces, locked; all NULL when it will be a new one.
-- An id must exist (PF020) and may bring a new uid along, but not one that another dashboard has (PF022).

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.dashboard_to_replace(given_id bigint, given_uid text) RETURNS prefd.dashboards
LANGUAGE plpgsql AS $$
DECLARE
  existing prefd.dashboards;
BEGIN
  IF given_id IS NULL THEN
    SELECT * INTO existing FROM prefd.dashboards d WHERE d.org_id = prefd.current_org_id() AND d.uid = given_uid FOR UPDATE;
    RETURN existing;
  END IF;
  SELECT * INTO existing FROM prefd.dashboards d WHERE d.org_id = prefd.current_org_id() AND d.id = given_id FOR UPDATE;
  IF existing.id IS NULL THEN
    RAISE EXCEPTION 'dashboard not found' USING ERRCODE = 'PF020';
  END IF;
  PERFORM FROM prefd.dashboards d WHERE d.org_id = prefd.current_org_id() AND d.uid = given_uid AND d.id <> given_id;
  IF FOUND THEN
    RAISE EXCEPTION 'uid belongs to another dashboard' USING ERRCODE = 'PF022';
  END IF;
  RETURN existing;
END $$;

RESET ROLE;
