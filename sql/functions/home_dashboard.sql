-- The uid of a dashboard of the acting organisation, named by uid or else by id: what may be stored as a home dashboard.
-- 'home' is the built-in page and always there. Refuses with PF020 when there is no such dashboard.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.home_dashboard(wanted_uid text, wanted_id bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  found_uid pg_catalog.text;
BEGIN
  IF wanted_uid = 'home' THEN
    RETURN wanted_uid;
  ELSIF wanted_uid IS NOT NULL THEN
    SELECT d.uid INTO found_uid FROM prefd.dashboards d WHERE d.org_id = prefd.current_org_id() AND d.uid = wanted_uid;
  ELSE
    SELECT d.uid INTO found_uid FROM prefd.dashboards d WHERE d.org_id = prefd.current_org_id() AND d.id = wanted_id;
  END IF;
  IF found_uid IS NULL THEN
    RAISE EXCEPTION 'dashboard not found' USING ERRCODE = 'PF020';
  END IF;
  RETURN found_uid;
END $$;

RESET ROLE;
