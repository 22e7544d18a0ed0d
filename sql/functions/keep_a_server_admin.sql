-- Refuses with PF043 when this account is the only administrator of the server. Locks all of them until the end of the
-- transaction: of two that are removed at once the second waits, and looks again. It waits before it locks any row: whom it
-- is about may be none of those it locks, and two that took those and then each other's would never end.
-- For the definer functions that remove one: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.keep_a_server_admin(account bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  server_admins bigint[];
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock(x'61646d696e73'::pg_catalog.int8);
  SELECT pg_catalog.array_agg(locked.id) INTO server_admins
    FROM (SELECT u.id FROM prefd.users u WHERE u.is_server_admin ORDER BY u.id FOR NO KEY UPDATE) locked;
  IF server_admins OPERATOR(pg_catalog.=) ARRAY[account] THEN
    RAISE EXCEPTION 'the last server admin' USING ERRCODE = 'PF043';
  END IF;
END $$;

RESET ROLE;
