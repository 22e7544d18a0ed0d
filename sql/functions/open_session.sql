-- Opens a session for the current user, who has just shown a password, and sweeps two that are over for the one it adds. An
-- account has a hundred: the oldest go, those that were ended first.
-- Returns the seconds it lasts. Writes secrets' hashes and removes rows of others, as the admin: resolved when it is made.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.open_session(
  secret_hash bytea, client_ip text, user_agent text, idle_seconds integer, seconds integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  DELETE FROM prefd.sessions s WHERE s.id = ANY (ARRAY(
    SELECT o.id FROM prefd.sessions o WHERE o.expires_at <= now() ORDER BY o.expires_at LIMIT 2 FOR UPDATE SKIP LOCKED));
  DELETE FROM prefd.sessions s WHERE s.id = ANY (ARRAY(
    SELECT o.id FROM prefd.sessions o
     WHERE o.id = ANY (ARRAY(SELECT l.id FROM prefd.sessions l WHERE l.user_id = prefd.current_user_id()
                              ORDER BY l.revoked_at IS NOT NULL, l.id DESC OFFSET 99))
       FOR UPDATE SKIP LOCKED));
  INSERT INTO prefd.sessions (user_id, secret_hash, client_ip, user_agent, idle, expires_at)
  VALUES (prefd.current_user_id(), open_session.secret_hash, open_session.client_ip, left(open_session.user_agent, 500),
          make_interval(secs => open_session.idle_seconds), now() + make_interval(secs => open_session.seconds))
  RETURNING open_session.seconds;
END;

RESET ROLE;
