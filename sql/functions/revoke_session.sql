-- Ends a session of an account, from the next request on. The policies say whose the caller may end. Refuses with PF075 the
-- one that the request came by, with PF074 what is none of the account's.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.revoke_session(of_user bigint, session_id bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF session_id = prefd.current_session_id() AND of_user = prefd.current_user_id() THEN
    RAISE EXCEPTION 'the session in use' USING ERRCODE = 'PF075';
  END IF;
  UPDATE prefd.sessions s SET revoked_at = now()
   WHERE s.id = session_id AND s.user_id = of_user AND s.revoked_at IS NULL
     AND prefd.session_end(s.created_at, s.seen_at, s.idle, s.expires_at) > now();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such session' USING ERRCODE = 'PF074';
  END IF;
END $$;

RESET ROLE;
