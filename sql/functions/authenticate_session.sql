-- The context statement of a request with a session's cookie: finds the session by its secret, or by the one before for a
-- minute after it was rotated. Otherwise as authenticate_token. Notes, once a minute, that the session was seen; a request
-- that finds another one doing so does not wait for it. Returns the user's id.
-- Refuses with PF073 revoked, PF072 unknown or over, PF005 disabled, then as demand_refusal says. Runs with rights over
-- every session: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.authenticate_session(secret_hash bytea, wanted_org bigint, demand text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  moment pg_catalog.timestamptz := pg_catalog.now();
  session_id bigint;
  session_end pg_catalog.timestamptz;
  seen_at pg_catalog.timestamptz;
  revoked_at pg_catalog.timestamptz;
  found_user bigint;
  is_disabled boolean;
  is_service_account boolean;
  is_server_admin boolean;
  acting_org bigint;
  org_role prefd.org_members.role%TYPE;
BEGIN
  SELECT s.id INTO session_id FROM prefd.sessions s WHERE s.secret_hash OPERATOR(pg_catalog.=) authenticate_session.secret_hash;
  IF session_id IS NULL THEN
    SELECT s.id INTO session_id FROM prefd.sessions s
     WHERE s.previous_hash OPERATOR(pg_catalog.=) authenticate_session.secret_hash
       AND s.rotated_at OPERATOR(pg_catalog.>) (moment OPERATOR(pg_catalog.-) pg_catalog.make_interval(mins => 1));
  END IF;
  SELECT prefd.session_end(s.created_at, s.seen_at, s.idle, s.expires_at), coalesce(s.seen_at, s.created_at), s.revoked_at,
         u.id, u.is_disabled, u.is_service_account, u.is_server_admin, u.org_id, u.org_role
    INTO session_end, seen_at, revoked_at, found_user, is_disabled, is_service_account, is_server_admin, acting_org, org_role
    FROM prefd.sessions s
    JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) s.user_id
   WHERE s.id OPERATOR(pg_catalog.=) session_id;
  IF revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'session revoked' USING ERRCODE = 'PF073';
  ELSIF found_user IS NULL OR session_end OPERATOR(pg_catalog.<=) moment THEN
    RAISE EXCEPTION 'session unknown' USING ERRCODE = 'PF072';
  ELSIF is_disabled THEN
    RAISE EXCEPTION 'identity disabled' USING ERRCODE = 'PF005';
  END IF;
  IF seen_at OPERATOR(pg_catalog.<=) (moment OPERATOR(pg_catalog.-) pg_catalog.make_interval(mins => 1))
     AND pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'off' THEN
    UPDATE prefd.sessions s SET seen_at = moment WHERE s.id OPERATOR(pg_catalog.=) ANY (ARRAY(
      SELECT l.id FROM prefd.sessions l WHERE l.id OPERATOR(pg_catalog.=) session_id FOR NO KEY UPDATE SKIP LOCKED));
  END IF;
  RETURN prefd.enter_context(found_user, acting_org, org_role, is_server_admin, is_service_account, wanted_org, demand, session_id);
END $$;

RESET ROLE;
