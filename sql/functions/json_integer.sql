-- A JSON number as an integer, towards zero, as Go reads one; anything else, and nothing, is 0.
-- Beyond 64 bits: 22003.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.json_integer(value jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(value) = 'number' THEN trunc(value::numeric)::bigint ELSE 0 END;

RESET ROLE;
