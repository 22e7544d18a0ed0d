-- What the index of people is asked for a text that they contain: its pieces of four characters, each beginning where the one
-- before ended and the last where it still fits; one that is shorter begins a piece. What has these need not have the text.
-- Part of definer functions: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.wanted_pieces(searched text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  plain CONSTANT pg_catalog.text := pg_catalog.translate(searched, $quoted$'\$quoted$, '  ');
  last CONSTANT pg_catalog.int4 := pg_catalog.char_length(plain) OPERATOR(pg_catalog.-) 3;
  wanted pg_catalog.text := '';
BEGIN
  IF last OPERATOR(pg_catalog.<) 1 THEN
    RETURN pg_catalog.concat('''', plain, ''':*');
  END IF;
  FOR place IN 1 .. last OPERATOR(pg_catalog.-) 1 BY 4 LOOP
    wanted := pg_catalog.concat(wanted, '''', pg_catalog.substr(plain, place, 4), '''&');
  END LOOP;
  RETURN pg_catalog.concat(wanted, '''', pg_catalog.substr(plain, last), '''');
END $$;

RESET ROLE;
