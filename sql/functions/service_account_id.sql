-- The id of the service account of the acting organisation with this id or uid; NULL when there is none.
-- PL/pgSQL on purpose, as dashboard_id: one look-up, whatever the statement around it is.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.service_account_id(id_or_uid text) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  found_id bigint;
BEGIN
  IF id_or_uid ~ '^[+-]?[0-9]+$' THEN
    SELECT a.id INTO found_id FROM prefd.grafana_service_accounts() a WHERE a.id = id_or_uid::bigint;
  ELSE
    SELECT a.id INTO found_id FROM prefd.grafana_service_accounts() a WHERE a.uid = id_or_uid;
  END IF;
  RETURN found_id;
END $$;

RESET ROLE;
