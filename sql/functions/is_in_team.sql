-- Whether a member of an organisation is in a manager's team: their manager, or a manager's manager, at most five levels up
-- (facts: valara 4). The levels are counted, so a circle ends too.
-- Part of definer functions and callable by them alone: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.is_in_team(org bigint, member bigint, manager bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  above bigint := member;
BEGIN
  FOR level IN 1 .. 5 LOOP
    SELECT m.manager_id INTO above
      FROM prefd.org_members m WHERE m.org_id OPERATOR(pg_catalog.=) org AND m.user_id OPERATOR(pg_catalog.=) above;
    IF above IS NULL OR above OPERATOR(pg_catalog.=) manager THEN
      RETURN above IS NOT NULL;
    END IF;
  END LOOP;
  RETURN false;
END $$;

RESET ROLE;
