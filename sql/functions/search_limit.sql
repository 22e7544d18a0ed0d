-- How many hits a page of a search for dashboards has: 1000 unless asked otherwise. More than 5000 are refused with PF052, and
-- a search by uids and ids together, of dashboards or of folders, with PF053; ids that are none do not count.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.search_limit(wanted bigint, uids jsonb, ids jsonb) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF wanted > 5000 THEN
    RAISE EXCEPTION 'too many hits wanted' USING ERRCODE = 'PF052';
  ELSIF uids IS NOT NULL AND EXISTS (SELECT FROM unnest(prefd.separated(ids)) given WHERE given ~ '^[0-9]{1,18}$') THEN
    RAISE EXCEPTION 'uids and ids wanted' USING ERRCODE = 'PF053';
  END IF;
  RETURN CASE WHEN wanted > 0 THEN wanted ELSE 1000 END;
END $$;

RESET ROLE;
