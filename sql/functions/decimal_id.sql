-- The id that a part of a path spells in 1 to 19 decimal digits; NULL: it spells none.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.decimal_id(part text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN part ~ '^[0-9]{1,19}$' AND (length(part) < 19 OR part COLLATE "C" <= '9223372036854775807') THEN part::bigint END;

RESET ROLE;
