-- Ends the session of a cookie: whoever has the secret may, without any other proof. As the admin: resolved when it is made.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.close_session(shown_hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  UPDATE prefd.sessions s SET revoked_at = now()
   WHERE (s.secret_hash = close_session.shown_hash OR s.previous_hash = close_session.shown_hash) AND s.revoked_at IS NULL;
END;

RESET ROLE;
