-- The id that a page begins behind, by the cursor that page_cursor made; NULL: at the start. What has been changed on the way
-- is refused (PF115); that one can be forged does no harm: it shows nothing that its bearer may not see.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.page_start(given text) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  last bigint;
BEGIN
  IF given ~ '^[0-7][0-9a-f]{23}$' THEN
    last := ('x' || left(given, 16))::bit(64)::bigint;
  END IF;
  IF given IS DISTINCT FROM prefd.page_cursor(last) THEN
    RAISE EXCEPTION 'not a cursor' USING ERRCODE = 'PF115';
  END IF;
  RETURN last;
END $$;

RESET ROLE;
