-- Changes the row of preferences of a person, of a team (owner 0), or of the acting organisation (both 0): takes keys away, then
-- sets those given. Returns the row's entity tag. 42501 without an organisation, or without the right that the policies ask for;
-- PF080 when the row replaced, of the version before, is not what the request expected: that takes the change back. (A trigger before
-- UPDATE would lock the row first, and its condition be read from text, expected or not.)
-- A row that is there, the usual case, is updated: INSERT ... ON CONFLICT makes ready twice as many policies, and locks the row
-- before it updates it. The organisation is asked for in the words of the policies, so that PostgreSQL asks once.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.write_preferences(owner bigint, team bigint, given jsonb, removed text[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  tag pg_catalog.text;
  replaced integer;
BEGIN
  UPDATE prefd.preferences p
     SET document = (p.document - removed) || given, version = p.version + 1, updated_at = now()
   WHERE p.org_id = prefd.current_org_id() AND p.user_id = owner AND p.team_id = team
  RETURNING concat_ws('-', p.org_id, p.user_id, p.team_id, p.version), p.version - 1 INTO tag, replaced;
  IF NOT FOUND THEN
    INSERT INTO prefd.preferences AS p (org_id, user_id, team_id, document)
    VALUES (prefd.current_org_id(), owner, team, given)
    ON CONFLICT (org_id, user_id, team_id) DO UPDATE
       SET document = (p.document - removed) || excluded.document, version = p.version + 1, updated_at = now()
    RETURNING concat_ws('-', p.org_id, p.user_id, p.team_id, p.version), p.version - 1 INTO tag, replaced;
  END IF;
  IF current_setting('prefd.precondition', true) <> '' THEN
    PERFORM prefd.expect_tag('preferences',
      CASE replaced WHEN 0 THEN '0' ELSE concat_ws('-', prefd.current_org_id(), owner, team, replaced) END);
  END IF;
  RETURN tag;
END $$;

RESET ROLE;
