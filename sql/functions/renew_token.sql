-- Gives the access token that the old refresh secret belongs to new secrets, by their hashes, and a new life: both old
-- secrets end, so of two who come with the same one, one gets in. Returns the token's id; NULL: the secret renews nothing
-- (unknown, used, expired, its token revoked, its user disabled).
-- Past the policies, by whoever has the secret: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.renew_token(
  old_hash bytea, secret_hash bytea, refresh_hash bytea, seconds integer, refresh_seconds integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  moment timestamp with time zone := pg_catalog.now();
  token_id bigint;
BEGIN
  UPDATE prefd.tokens t
     SET secret_hash = renew_token.secret_hash,
         expires_at = moment OPERATOR(pg_catalog.+) pg_catalog.make_interval(secs => seconds),
         refresh_hash = renew_token.refresh_hash,
         refresh_expires_at = moment OPERATOR(pg_catalog.+) pg_catalog.make_interval(secs => refresh_seconds)
    FROM prefd.users u
   WHERE t.refresh_hash OPERATOR(pg_catalog.=) old_hash AND t.refresh_expires_at OPERATOR(pg_catalog.>) moment
     AND t.revoked_at IS NULL AND u.id OPERATOR(pg_catalog.=) t.user_id AND NOT u.is_disabled
  RETURNING t.id INTO token_id;
  RETURN token_id;
END $$;

RESET ROLE;
