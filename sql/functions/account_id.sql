-- The id of the person with this id or uid; NULL: there is none whom the request may see. Service accounts are no persons.
-- A number is an id and nothing else.

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
  END IF;
  RETURN found_id;
END $$;

RESET ROLE;
