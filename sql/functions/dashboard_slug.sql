-- The readable part of a dashboard's address: the title in lower case, anything but letters and digits as single dashes,
-- at most 190 characters; '' when nothing is left.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.dashboard_slug(title text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN btrim(left(regexp_replace(lower(title), '[^a-z0-9]+', '-', 'g'), 190), '-');

RESET ROLE;
