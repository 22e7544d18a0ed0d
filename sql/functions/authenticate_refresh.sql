-- The context statement of a request that renews an access token: finds the token by the secret that renews it, keeps the
-- others who come with the same secret waiting, enforces the route's demand, sets the context of its user, with the token
-- for grant_token. Returns the user's id.
-- Refuses with PF001 unknown, PF003 revoked, PF002 expired, PF005 disabled, then as demand_refusal says. Never acts as
-- administrator of the server. Runs with rights over every token: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.authenticate_refresh(refresh_hash bytea, wanted_org bigint, demand text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  found_token bigint;
  found_user bigint;
  refresh_expires_at timestamp with time zone;
  revoked_at timestamp with time zone;
  is_disabled boolean;
BEGIN
  SELECT t.id, t.user_id, t.refresh_expires_at, t.revoked_at, u.is_disabled
    INTO found_token, found_user, refresh_expires_at, revoked_at, is_disabled
    FROM prefd.tokens t JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) t.user_id
   WHERE t.refresh_hash OPERATOR(pg_catalog.=) authenticate_refresh.refresh_hash
     FOR UPDATE OF t;
  IF found_user IS NULL THEN
    RAISE EXCEPTION 'refresh token unknown' USING ERRCODE = 'PF001';
  ELSIF revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'token revoked' USING ERRCODE = 'PF003';
  ELSIF refresh_expires_at OPERATOR(pg_catalog.<=) pg_catalog.now() THEN
    RAISE EXCEPTION 'refresh token expired' USING ERRCODE = 'PF002';
  ELSIF is_disabled THEN
    RAISE EXCEPTION 'identity disabled' USING ERRCODE = 'PF005';
  END IF;
  RETURN prefd.enter_context(found_user, NULL, NULL, false, false, NULL, demand, renewed_token => found_token);
END $$;

RESET ROLE;
