-- An access token of the current user, with another secret to renew it by; only the hashes of both come here. A request
-- that was let in by such a secret (authenticate_refresh) gets new secrets for that token, and both old ones end; any other
-- gets a new token, and those of the user that can be renewed no longer are removed, as are the oldest of more than a hundred.
-- Returns the token's id.
-- Writes what the worker may not: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.grant_token(secret_hash bytea, refresh_hash bytea, seconds integer, refresh_seconds integer)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  caller bigint := prefd.current_user_id();
  moment timestamp with time zone := pg_catalog.now();
  expiry timestamp with time zone := moment OPERATOR(pg_catalog.+) pg_catalog.make_interval(secs => seconds);
  refresh_expiry timestamp with time zone := moment OPERATOR(pg_catalog.+) pg_catalog.make_interval(secs => refresh_seconds);
  renewed bigint := prefd.current_renewed_token();
  token_id bigint;
BEGIN
  IF renewed IS NOT NULL THEN
    UPDATE prefd.tokens t
       SET secret_hash = grant_token.secret_hash, expires_at = expiry,
           refresh_hash = grant_token.refresh_hash, refresh_expires_at = refresh_expiry
     WHERE t.id OPERATOR(pg_catalog.=) renewed AND t.user_id OPERATOR(pg_catalog.=) caller
    RETURNING t.id INTO token_id;
    RETURN token_id;
  END IF;
  DELETE FROM prefd.tokens t
   WHERE t.user_id OPERATOR(pg_catalog.=) caller AND t.refresh_expires_at OPERATOR(pg_catalog.<=) moment;
  DELETE FROM prefd.tokens t WHERE t.id OPERATOR(pg_catalog.=) ANY (ARRAY(
    SELECT o.id FROM prefd.tokens o
     WHERE o.id OPERATOR(pg_catalog.=) ANY (ARRAY(
             SELECT l.id FROM prefd.tokens l WHERE l.user_id OPERATOR(pg_catalog.=) caller AND l.refresh_hash IS NOT NULL
              ORDER BY l.revoked_at IS NOT NULL, l.id DESC OFFSET 99))
       FOR UPDATE SKIP LOCKED));
  INSERT INTO prefd.tokens AS t (user_id, name, secret_hash, expires_at, refresh_hash, refresh_expires_at)
  VALUES (caller, pg_catalog.concat('OAuth ', pg_catalog.gen_random_uuid()), grant_token.secret_hash, expiry,
          grant_token.refresh_hash, refresh_expiry)
  RETURNING t.id INTO token_id;
  RETURN token_id;
END $$;

RESET ROLE;
