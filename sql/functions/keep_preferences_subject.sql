-- Whose a row of preferences is: the organisation's, a team's or a user's, and that for good. Keeps account_id and named_team_id,
-- which the foreign keys follow. Whoever writes: a trigger, not a CHECK and generated columns, which every UPDATE would pay for.
-- Refuses as the constraint preferences_one_subject.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.keep_preferences_subject() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP OPERATOR(pg_catalog.=) 'UPDATE'
     OR NEW.user_id OPERATOR(pg_catalog.<>) 0 AND NEW.team_id OPERATOR(pg_catalog.<>) 0 THEN
    RAISE EXCEPTION 'preferences are of one subject, for good'
      USING ERRCODE = 'check_violation', SCHEMA = 'prefd', TABLE = 'preferences', CONSTRAINT = 'preferences_one_subject';
  END IF;
  NEW.account_id := CASE WHEN NEW.user_id OPERATOR(pg_catalog.<>) 0 THEN NEW.user_id END;
  NEW.named_team_id := CASE WHEN NEW.team_id OPERATOR(pg_catalog.<>) 0 THEN NEW.team_id END;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER preferences_subject BEFORE INSERT ON prefd.preferences
  FOR EACH ROW EXECUTE FUNCTION prefd.keep_preferences_subject();
-- After: a trigger before UPDATE would lock each row, and log that, whatever changes.
CREATE OR REPLACE TRIGGER preferences_subject_stays
  AFTER UPDATE OF org_id, user_id, team_id, account_id, named_team_id ON prefd.preferences
  FOR EACH ROW EXECUTE FUNCTION prefd.keep_preferences_subject();

RESET ROLE;
