-- The id of the person with this id or uid; there is none whom the request may see: NULL for an id, PF045 for a uid, which is
-- refused in the same words on every path (facts: grafana 1.1). Service accounts are no persons. A number is an id and nothing
-- else.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.account_id(id_or_uid text) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  found_id bigint;
BEGIN
  IF id_or_uid OPERATOR(pg_catalog.~) '^[+-]?[0-9]+$' THEN
    SELECT u.id INTO found_id
      FROM prefd.users u WHERE u.id OPERATOR(pg_catalog.=) id_or_uid::bigint AND NOT u.is_service_account;
  ELSE
    SELECT u.id INTO found_id
      FROM prefd.users u WHERE u.uid OPERATOR(pg_catalog.=) id_or_uid AND NOT u.is_service_account;
    IF found_id IS NULL AND id_or_uid IS NOT NULL THEN
      RAISE EXCEPTION 'no person has this uid' USING ERRCODE = 'PF045';
    END IF;
  END IF;
  RETURN found_id;
END $$;

RESET ROLE;
