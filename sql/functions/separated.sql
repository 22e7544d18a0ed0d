-- The texts of a repeated key of a query, those with commas taken apart: published clients send lists either way, and neither
-- uids nor ids have commas. NULL without the key.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.separated(given jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT array_agg(part) FROM jsonb_array_elements_text(given) listed, string_to_table(listed, ',') part;
END;

RESET ROLE;
