-- The address of a dashboard within the site.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.dashboard_url(uid text, slug text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '/d/' || uid || '/' || slug;

RESET ROLE;
