-- The second statement of a team's routes: judges the demand (team_member, team_admin; signed_in asks nothing more) in the
-- team with this id or uid. Admins of the organisation meet both, in any team and where there is none: that there is none they
-- learn from the route's statement. To everybody else a team that is absent, foreign or not theirs is the same refusal, PF010.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.enter_team(id_or_uid text, demand text) RETURNS void
LANGUAGE plpgsql STABLE AS $$
DECLARE
  held smallint;
  needed smallint := CASE demand WHEN 'signed_in' THEN -1 WHEN 'team_member' THEN 0 WHEN 'team_admin' THEN 4 END;
BEGIN
  IF needed IS NULL THEN
    RAISE EXCEPTION 'unknown demand: %', demand USING ERRCODE = '22023';
  ELSIF needed < 0 OR prefd.current_org_role() = 'Admin' THEN
    RETURN;
  END IF;
  SELECT m.permission INTO held FROM prefd.current_user_teams() m WHERE m.team_id = prefd.find_team(id_or_uid);
  IF (held >= needed) IS NOT TRUE THEN
    RAISE EXCEPTION 'demand not met: %', demand USING ERRCODE = 'PF010';
  END IF;
END $$;

RESET ROLE;
