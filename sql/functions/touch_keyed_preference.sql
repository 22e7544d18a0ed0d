-- Every write to a keyed preference raises its version and is its last update, also one that changes nothing.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.touch_keyed_preference() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.last_updated_at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER keyed_preferences_version BEFORE UPDATE ON prefd.keyed_preferences
  FOR EACH ROW EXECUTE FUNCTION prefd.touch_keyed_preference();

RESET ROLE;
