-- Revokes the access token that has this secret, or this one to renew it by, given as its hash: both end. Only tokens that
-- can be renewed are given back so. Past the policies, by whoever has the secret (RFC 7009).

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.give_back_token(hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  UPDATE prefd.tokens t SET revoked_at = now()
   WHERE (t.secret_hash = hash OR t.refresh_hash = hash) AND t.refresh_hash IS NOT NULL AND t.revoked_at IS NULL;
END;

RESET ROLE;
