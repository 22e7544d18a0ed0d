-- The context statement of a request with a bearer token: finds the token, its user and the acting organisation, enforces
-- the route's demand, sets the transaction-local context that the policies read. Returns the user's id.
-- Acting organisation: the token's own, else the wanted one, else the user's current one, else as enter_context says; one
-- that the user is no member of counts as none. A token of one organisation never acts as administrator of the server, and
-- for a scoped route, which goes on to another organisation, its own stays in the context for enter_org.
-- Notes, every five minutes, that the token was used; a request that finds another one doing so does not wait for it.
-- Refuses with PF001 unknown, PF003 revoked, PF002 expired, PF005 disabled, PF004 other organisation wanted, then as
-- demand_refusal says. Runs with rights over every token: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.authenticate_token(secret_hash bytea, wanted_org bigint, demand text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  found_user bigint;
  token_org bigint;
  just_seen boolean;
  expires_at timestamp with time zone;
  revoked_at timestamp with time zone;
  is_disabled boolean;
  is_service_account boolean;
  is_server_admin boolean;
  acting_org bigint;
  org_role prefd.org_members.role%TYPE;
  written pg_catalog.text;
BEGIN
  SELECT t.user_id, t.org_id, t.expires_at, t.revoked_at,
         t.seen_at OPERATOR(pg_catalog.>) (CURRENT_TIMESTAMP OPERATOR(pg_catalog.-) '5 minutes'::pg_catalog.interval),
         u.is_disabled, u.is_service_account, u.is_server_admin, u.org_id, u.org_role
    INTO found_user, token_org, expires_at, revoked_at, just_seen,
         is_disabled, is_service_account, is_server_admin, acting_org, org_role
    FROM prefd.tokens t
    JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) t.user_id
   WHERE t.secret_hash OPERATOR(pg_catalog.=) authenticate_token.secret_hash;
  -- Most requests pass by what is not there, where the rest, enter_context included, would ask nothing more: making all that
  -- ready is a sixth of a read.
  IF revoked_at IS NULL AND expires_at IS NULL AND NOT is_disabled AND just_seen AND token_org IS NULL AND wanted_org IS NULL
     AND org_role IS NOT NULL AND demand OPERATOR(pg_catalog.=) ANY (ARRAY['signed_in', 'member']) THEN
    written := prefd.set_context(found_user, acting_org, org_role, is_server_admin, NULL, NULL, NULL, NULL);
    RETURN found_user;
  END IF;
  IF found_user IS NULL THEN
    RAISE EXCEPTION 'token unknown' USING ERRCODE = 'PF001';
  ELSIF revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'token revoked' USING ERRCODE = 'PF003';
  ELSIF expires_at OPERATOR(pg_catalog.<=) pg_catalog.now() THEN
    RAISE EXCEPTION 'token expired' USING ERRCODE = 'PF002';
  ELSIF is_disabled THEN
    RAISE EXCEPTION 'identity disabled' USING ERRCODE = 'PF005';
  ELSIF wanted_org OPERATOR(pg_catalog.<>) token_org THEN
    RAISE EXCEPTION 'token belongs to another organisation' USING ERRCODE = 'PF004';
  END IF;
  IF just_seen IS NOT TRUE THEN
    IF pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'off' THEN
      UPDATE prefd.tokens t SET seen_at = pg_catalog.now() WHERE t.id OPERATOR(pg_catalog.=) ANY (ARRAY(
        SELECT l.id FROM prefd.tokens l WHERE l.secret_hash OPERATOR(pg_catalog.=) authenticate_token.secret_hash FOR NO KEY UPDATE SKIP LOCKED));
    END IF;
  END IF;
  RETURN prefd.enter_context(found_user, acting_org, org_role, is_server_admin AND token_org IS NULL, is_service_account,
                             coalesce(token_org, wanted_org), demand, token_org => token_org);
END $$;

RESET ROLE;
