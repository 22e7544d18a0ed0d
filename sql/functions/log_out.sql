-- Ends all sessions of an account; NULL: there is no such account. Refuses with PF076 the caller's own.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.log_out(of_user bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
  IF of_user = prefd.current_user_id() THEN
    RAISE EXCEPTION 'nobody logs themselves out this way' USING ERRCODE = 'PF076';
  END IF;
  UPDATE prefd.sessions s SET revoked_at = now() WHERE s.user_id = of_user AND s.revoked_at IS NULL;
  RETURN of_user;
END $$;

RESET ROLE;
