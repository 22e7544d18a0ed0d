-- For databases of before 0018 that have accounts: 0019 writes them as prefd_admin, and with each its listing; two functions return
-- other columns than they did, which takes them away first, and come back where functions are applied. What others took the place
-- of goes too: policies that would let through what theirs do not, and functions that count no guesses.

SET ROLE prefd_owner;

GRANT EXECUTE ON FUNCTION prefd.grafana_listing(bigint, text, text, text, text, boolean, boolean, timestamptz, timestamptz)
  TO prefd_admin;
DROP FUNCTION IF EXISTS prefd.update_profile(bigint, text, text, text, text);
DROP POLICY IF EXISTS preferences_owner_read ON prefd.preferences;
DROP POLICY IF EXISTS preferences_owner_insert ON prefd.preferences;
DROP POLICY IF EXISTS preferences_owner_update ON prefd.preferences;
DROP POLICY IF EXISTS preferences_team_read ON prefd.preferences;
DROP POLICY IF EXISTS preferences_team_insert ON prefd.preferences;
DROP POLICY IF EXISTS preferences_team_update ON prefd.preferences;
DROP POLICY IF EXISTS preferences_team_delete ON prefd.preferences;

SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.search_people(text, text, timestamptz, bigint, bigint, boolean);
DROP FUNCTION IF EXISTS prefd.own_password();
DROP FUNCTION IF EXISTS prefd.set_password(bigint, text);

RESET ROLE;
