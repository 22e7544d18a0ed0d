-- A role as given, when it is one of the four; else PF031. Also called with rights over every row: qualified.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.known_role(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF (given OPERATOR(pg_catalog.=) ANY ('{None,Viewer,Editor,Admin}'::pg_catalog.text[])) IS NOT TRUE THEN
    RAISE EXCEPTION 'role unknown' USING ERRCODE = 'PF031';
  END IF;
  RETURN given;
END $$;

RESET ROLE;
