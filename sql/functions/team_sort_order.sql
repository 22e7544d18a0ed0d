-- Grafana's words for the order of a list of teams (name-asc,memberCount-desc), as many as there are; none of NULL and ''.
-- Refuses with PF044 a word it does not know.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.team_sort_order(sort text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  words pg_catalog.text[] := string_to_array(coalesce(sort, ''), ',');
BEGIN
  IF NOT words <@ '{name-asc,name-desc,email-asc,email-desc,memberCount-asc,memberCount-desc}' THEN
    RAISE EXCEPTION 'unknown sorting option' USING ERRCODE = 'PF044';
  END IF;
  RETURN words;
END $$;

RESET ROLE;
