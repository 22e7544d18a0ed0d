-- Sets how many of a target a person may have, for a server admin (PF010); an unknown target is PF039. Returns the person's
-- id; no row when there is none. Writes what the worker may not: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.set_user_quota(account bigint, wanted_target text, wanted_most bigint) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM prefd.server_admin_only();
  PERFORM prefd.quotas_must_be_on();
  IF NOT EXISTS (SELECT FROM prefd.user_quota_use(account) q WHERE q.target OPERATOR(pg_catalog.=) wanted_target) THEN
    RAISE EXCEPTION 'unknown target' USING ERRCODE = 'PF039';
  END IF;
  RETURN QUERY
  INSERT INTO prefd.user_quotas AS q (user_id, target, most)
  SELECT u.id, wanted_target, wanted_most
    FROM prefd.users u WHERE u.id OPERATOR(pg_catalog.=) account AND NOT u.is_service_account
  ON CONFLICT ON CONSTRAINT user_quotas_pkey DO UPDATE SET most = excluded.most
  RETURNING q.user_id;
END $$;

RESET ROLE;
