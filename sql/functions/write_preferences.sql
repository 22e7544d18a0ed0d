-- Changes the row of preferences of a person, of a team (owner 0), or of the acting organisation (both 0): takes keys away, then
-- sets those given. Returns the row's entity tag. 42501 without an organisation, or without the right that the policies ask for.
-- A row that is there, the usual case, is updated: INSERT ... ON CONFLICT makes ready twice as many policies, and locks the row
-- before it updates it.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.write_preferences(owner bigint, team bigint, given jsonb, removed text[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  acting_org bigint := prefd.current_org_id();
  tag text;
BEGIN
  UPDATE prefd.preferences p
     SET document = (p.document - removed) || given, version = p.version + 1, updated_at = now()
   WHERE p.org_id = acting_org AND p.user_id = owner AND p.team_id = team
  RETURNING concat_ws('-', p.org_id, p.user_id, p.team_id, p.version) INTO tag;
  IF NOT FOUND THEN
    INSERT INTO prefd.preferences AS p (org_id, user_id, team_id, document)
    VALUES (acting_org, owner, team, given)
    ON CONFLICT (org_id, user_id, team_id) DO UPDATE
       SET document = (p.document - removed) || excluded.document, version = p.version + 1, updated_at = now()
    RETURNING concat_ws('-', p.org_id, p.user_id, p.team_id, p.version) INTO tag;
  END IF;
  RETURN tag;
END $$;

RESET ROLE;
