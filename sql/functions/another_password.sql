-- Whether an account has got another password: not when the one it has was hashed anew.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.another_password(
  old_hash text, new_hash text, old_renewed_at timestamptz, new_renewed_at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN new_hash IS DISTINCT FROM old_hash AND new_renewed_at IS NOT DISTINCT FROM old_renewed_at;

RESET ROLE;
