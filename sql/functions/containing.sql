-- The LIKE pattern of what contains a text, in any case, where all that is looked at is lower case. Wildcards in the text
-- stand for themselves. Also called with rights over every row: qualified.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.containing(searched text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '%' || regexp_replace(lower(searched), '([\\%_])', '\\\1', 'g') || '%';

RESET ROLE;
