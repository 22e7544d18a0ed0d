-- The login, and the email, of a service account: made from its organisation and its name, so that no two accounts of an
-- organisation have the same name, spaces and capitals apart. One too long is cut and told apart by its MD5.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.service_account_login(org_id bigint, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT CASE WHEN char_length(whole) <= 190 THEN whole ELSE left(whole, 157) || '-' || md5(whole) END
    FROM (VALUES ('sa-' || org_id || '-' || replace(lower(name), ' ', '-'))) made (whole);
END;

RESET ROLE;
