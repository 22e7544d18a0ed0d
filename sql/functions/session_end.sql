-- When a session is over if it is not seen again. Inlined.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.session_end(
  created_at timestamptz, seen_at timestamptz, idle interval, expires_at timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN least(expires_at, coalesce(seen_at, created_at) + idle);

RESET ROLE;
