-- The id of the team of the acting organisation with this id or uid; NULL when there is none to see.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.find_team(id_or_uid text) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  found_id bigint;
BEGIN
  IF id_or_uid ~ '^[+-]?[0-9]+$' THEN
    SELECT t.id INTO found_id FROM prefd.teams t WHERE t.org_id = prefd.current_org_id() AND t.id = id_or_uid::bigint;
  ELSE
    SELECT t.id INTO found_id FROM prefd.teams t WHERE t.org_id = prefd.current_org_id() AND t.uid = id_or_uid;
  END IF;
  RETURN found_id;
END $$;

RESET ROLE;
