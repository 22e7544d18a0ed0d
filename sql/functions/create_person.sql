-- Makes an account of a person on behalf of a server admin (else PF010), a Viewer of the wanted organisation or else of the
-- first one; where that is gone, of none. Without a login the email becomes it, and the other way round.
-- Refuses with PF041 when neither is given, PF042 when there is no such organisation, PF040 when a name is that of another
-- account; its detail is the whole message, with the names as they were given (facts: grafana 7).
-- Writes what the worker may not: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.create_person(login text, email text, name text, wanted_org bigint, password_hash text)
RETURNS TABLE (id bigint, uid text)
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  new_login pg_catalog.text := pg_catalog.lower(prefd.trimmed(login));
  new_email pg_catalog.text := pg_catalog.lower(prefd.trimmed(email));
  joined_org bigint;
BEGIN
  IF NOT prefd.current_is_server_admin() THEN
    RAISE EXCEPTION 'not a server admin' USING ERRCODE = 'PF010';
  ELSIF new_login IS NULL AND new_email IS NULL THEN
    RAISE EXCEPTION 'neither login nor email' USING ERRCODE = 'PF041';
  END IF;
  SELECT o.id INTO joined_org
    FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) coalesce(wanted_org, 1) FOR KEY SHARE;
  IF joined_org IS NULL AND wanted_org IS NOT NULL THEN
    RAISE EXCEPTION 'organisation not found' USING ERRCODE = 'PF042';
  END IF;
  INSERT INTO prefd.users AS u (login, email, name, org_id, org_role, password_hash)
  VALUES (coalesce(new_login, new_email), coalesce(new_email, new_login), coalesce(prefd.trimmed(create_person.name), ''),
          joined_org, CASE WHEN joined_org IS NOT NULL THEN 'Viewer' END, create_person.password_hash)
  RETURNING u.id, u.uid INTO create_person.id, create_person.uid;
  INSERT INTO prefd.org_members (org_id, user_id, role)
  SELECT joined_org, create_person.id, 'Viewer' WHERE joined_org IS NOT NULL;
  RETURN NEXT;
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'name taken' USING ERRCODE = 'PF040', DETAIL = pg_catalog.to_json(pg_catalog.format(
    'User with email ''%s'' or username ''%s'' already exists', create_person.email, create_person.login));
END $$;

RESET ROLE;
