-- Changes what a person is called; what is empty stays as it is, but for the login: without one the email becomes it
-- (facts: grafana 4.1). Whose rows may be changed is the policies' business. Returns the entity tag; no row when there is none.
-- Refuses with PF041 when neither login nor email is given.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.update_profile(account bigint, email text, name text, login text, theme text)
RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
  new_email pg_catalog.text := lower(prefd.trimmed(email));
  new_login pg_catalog.text := coalesce(lower(prefd.trimmed(login)), new_email);
BEGIN
  IF new_login IS NULL THEN
    RAISE EXCEPTION 'neither login nor email' USING ERRCODE = 'PF041';
  END IF;
  RETURN QUERY
  UPDATE prefd.users u
     SET login = new_login, email = coalesce(new_email, u.email), name = coalesce(prefd.trimmed(update_profile.name), u.name),
         theme = coalesce(nullif(update_profile.theme, ''), u.theme)
   WHERE u.id = account AND NOT u.is_service_account
  RETURNING concat_ws('-', u.id, u.version);
END $$;

RESET ROLE;
