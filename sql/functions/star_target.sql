-- The number of a dashboard to star, as it is; one that is not above zero counts as missing: PF051.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.star_target(wanted_id bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF wanted_id <= 0 THEN
    RAISE EXCEPTION 'missing dashboard id' USING ERRCODE = 'PF051';
  END IF;
  RETURN wanted_id;
END $$;

RESET ROLE;
