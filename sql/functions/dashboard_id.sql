-- The id of the dashboard of the acting organisation with this uid; NULL when there is none.
-- PL/pgSQL and STRICT on purpose: costs nothing where there is no uid, and as a join the uid of a document would not reach the index
-- (-> is not leakproof, so row security keeps it out).

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.dashboard_id(wanted_uid text) RETURNS bigint
LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  found_id bigint;
BEGIN
  SELECT d.id INTO found_id FROM prefd.dashboards d WHERE d.org_id = prefd.current_org_id() AND d.uid = wanted_uid;
  RETURN found_id;
END $$;

RESET ROLE;
