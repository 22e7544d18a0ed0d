-- Judges a request's If-Match or If-None-Match by the tag that a row has; one of another table passes. Refuses with PF080,
-- whose detail is that tag.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.expect_tag(resource text, tag text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  precondition pg_catalog.jsonb := nullif(current_setting('prefd.precondition', true), '')::pg_catalog.jsonb;
  named boolean := precondition -> 'tags' ?| ARRAY['*', tag];
BEGIN
  IF precondition ->> 'table' = resource AND named <> (precondition ->> 'match')::boolean THEN
    RAISE EXCEPTION 'precondition failed' USING ERRCODE = 'PF080', DETAIL = tag;
  END IF;
END $$;

RESET ROLE;
