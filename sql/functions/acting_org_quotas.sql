-- What the acting organisation may have and has, for those with a role in it and server admins (else PF010). Looks past the
-- policies: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.acting_org_quotas() RETURNS TABLE (target text, most bigint, used bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
  IF prefd.demand_refusal('viewer_or_server_admin', prefd.current_org_id(), prefd.current_org_role(), false,
                          prefd.current_is_server_admin()) IS NOT NULL THEN
    RAISE EXCEPTION 'no role in the organisation' USING ERRCODE = 'PF010';
  END IF;
  PERFORM prefd.quotas_must_be_on();
  RETURN QUERY SELECT q.* FROM prefd.org_quota_use(prefd.current_org_id()) q;
END $$;

RESET ROLE;
