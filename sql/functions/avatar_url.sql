-- The address of an account's picture, as Grafana has it: by the MD5 of the email, which is lower case.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.avatar_url(email text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '/avatar/' || md5(email);

RESET ROLE;
