-- The three roles. Owner: has the tables, sees no row of them. Admin: every row, for prefctl and the definer functions.
-- Worker: what prefd logs in as; owns nothing, is a member of nothing, sees what the policies show.
-- Re-appliable. A superuser needs nothing more; anybody else needs CREATEROLE and CREATE on the database, and what is granted
-- at the end must have been granted by a superuser before.

DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN VALUES ('prefd_owner', 'NOLOGIN'), ('prefd_admin', 'NOLOGIN'), ('prefd_worker', 'LOGIN') LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.column1) THEN
      EXECUTE format('CREATE ROLE %I %s', wanted.column1, wanted.column2);
    END IF;
  END LOOP;
  -- SET ROLE, used by every file after this one, needs the membership unless one is a superuser.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT prefd_owner, prefd_admin TO %I', current_user);
  END IF;
END $$;

-- A function is callable by its owner alone until grants.sql says otherwise.
ALTER DEFAULT PRIVILEGES FOR ROLE prefd_owner, prefd_admin REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Statements are prepared once and their plans do not depend on the values: never plan again.
ALTER ROLE prefd_worker SET plan_cache_mode = force_generic_plan;
ALTER ROLE prefd_worker SET timezone = 'UTC';
-- Every name in our SQL is qualified; temporary objects must never stand in front of anything.
ALTER ROLE prefd_worker SET search_path = pg_catalog, pg_temp;

-- The context of a request (functions/set_context.sql): written by the admin's functions, read by everybody, and nobody's when a
-- session begins.
DO $$
BEGIN
  IF NOT has_parameter_privilege('prefd_admin', 'backtrace_functions', 'SET') THEN
    GRANT SET ON PARAMETER backtrace_functions TO prefd_admin;
  END IF;
  -- Kept answers are handed out by an error (functions/begin_keyed.sql), which the server's log shall not have.
  IF NOT has_parameter_privilege('prefd_admin', 'log_min_messages', 'SET')
     AND has_parameter_privilege(current_user, 'log_min_messages', 'SET WITH GRANT OPTION') THEN
    GRANT SET ON PARAMETER log_min_messages TO prefd_admin;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
                  WHERE r.rolname = 'prefd_worker' AND s.setdatabase = 0 AND 'backtrace_functions=' = ANY (s.setconfig)) THEN
    ALTER ROLE prefd_worker SET backtrace_functions = '';
  END IF;
END $$;
