-- Judges a request's If-Match or If-None-Match in the statement that writes the resource, so that nothing can come between
-- (RFC 9110 13.1, 13.2). expect_tags says which table's row is meant; every other write passes.
-- A trigger gives the columns of the primary key. Preferences, which exist before they are first written, write_preferences judges.
-- Refuses with PF080.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.check_precondition() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  present pg_catalog.jsonb := to_jsonb(OLD);
  tag pg_catalog.text;
BEGIN
  SELECT string_agg(present ->> name, '-' ORDER BY place) INTO tag
    FROM unnest(TG_ARGV || 'version'::pg_catalog.text) WITH ORDINALITY AS part (name, place);
  PERFORM prefd.expect_tag(TG_TABLE_NAME, tag);
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE TRIGGER dashboards_precondition BEFORE UPDATE OR DELETE ON prefd.dashboards
  FOR EACH ROW WHEN (current_setting('prefd.precondition', true) <> '') EXECUTE FUNCTION prefd.check_precondition('org_id', 'id');
CREATE OR REPLACE TRIGGER keyed_preferences_precondition BEFORE UPDATE OR DELETE ON prefd.keyed_preferences
  FOR EACH ROW WHEN (current_setting('prefd.precondition', true) <> '')
  EXECUTE FUNCTION prefd.check_precondition('org_id', 'user_id', 'id');
CREATE OR REPLACE TRIGGER orgs_precondition BEFORE UPDATE OR DELETE ON prefd.orgs
  FOR EACH ROW WHEN (current_setting('prefd.precondition', true) <> '') EXECUTE FUNCTION prefd.check_precondition('id');
CREATE OR REPLACE TRIGGER teams_precondition BEFORE UPDATE OR DELETE ON prefd.teams
  FOR EACH ROW WHEN (current_setting('prefd.precondition', true) <> '') EXECUTE FUNCTION prefd.check_precondition('org_id', 'id');
CREATE OR REPLACE TRIGGER users_precondition BEFORE UPDATE OR DELETE ON prefd.users
  FOR EACH ROW WHEN (current_setting('prefd.precondition', true) <> '') EXECUTE FUNCTION prefd.check_precondition('id');

RESET ROLE;
