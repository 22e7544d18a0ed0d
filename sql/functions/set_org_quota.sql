-- Sets how many of a target the acting organisation may have, for a server admin (PF010); an unknown target is PF039.
-- Returns the organisation. Writes what the worker may not: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.set_org_quota(wanted_target text, wanted_most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM prefd.server_admin_only();
  PERFORM prefd.quotas_must_be_on();
  IF NOT EXISTS (SELECT FROM prefd.org_quota_use(NULL) q WHERE q.target OPERATOR(pg_catalog.=) wanted_target) THEN
    RAISE EXCEPTION 'unknown target' USING ERRCODE = 'PF039';
  END IF;
  INSERT INTO prefd.org_quotas (org_id, target, most) VALUES (prefd.current_org_id(), wanted_target, wanted_most)
  ON CONFLICT ON CONSTRAINT org_quotas_pkey DO UPDATE SET most = excluded.most;
  RETURN prefd.current_org_id();
END $$;

RESET ROLE;
