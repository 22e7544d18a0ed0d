-- Gives the session that the request came by a new secret; the old one is good for a minute more, for requests under way.
-- Returns the seconds it still lasts; NULL when the request came with the secret before the last, because another one has
-- just rotated it: then the browser has, or is about to get, the newest. Writes secrets' hashes, as the admin: resolved when
-- it is made.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.rotate_session(shown_hash bytea, new_hash bytea) RETURNS integer
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  UPDATE prefd.sessions s
     SET previous_hash = s.secret_hash, secret_hash = rotate_session.new_hash, rotated_at = now(), seen_at = now()
   WHERE s.id = prefd.current_session_id() AND s.secret_hash = rotate_session.shown_hash
  RETURNING ceil(extract(epoch FROM s.expires_at - now()))::integer;
END;

RESET ROLE;
