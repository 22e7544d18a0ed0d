-- As find_team, but a team that is not there is refused with PF050.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.team_id(id_or_uid text) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  found_id bigint := prefd.find_team(id_or_uid);
BEGIN
  IF found_id IS NULL THEN
    RAISE EXCEPTION 'team not found' USING ERRCODE = 'PF050';
  END IF;
  RETURN found_id;
END $$;

RESET ROLE;
