-- Refuses a member too many of the organisation, or an organisation too many for the member (PF038). As keep_org_quota, with
-- the account locked after the organisation. A service account counts for nothing.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.keep_member_quotas() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) NEW.org_id FOR NO KEY UPDATE;
  PERFORM FROM prefd.users u
    WHERE u.id OPERATOR(pg_catalog.=) NEW.user_id AND NOT u.is_service_account FOR NO KEY UPDATE;
  IF FOUND AND EXISTS (
    SELECT FROM (SELECT * FROM prefd.org_quota_use(NEW.org_id) UNION ALL SELECT * FROM prefd.user_quota_use(NEW.user_id)) q
     WHERE q.target OPERATOR(pg_catalog.=) 'org_user'
       AND q.most OPERATOR(pg_catalog.>=) 0 AND q.used OPERATOR(pg_catalog.>) q.most) THEN
    RAISE EXCEPTION 'quota of members or of organisations reached' USING ERRCODE = 'PF038';
  END IF;
  RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION prefd.keep_member_quotas() TO prefd_owner;

RESET ROLE;
SET ROLE prefd_owner;

CREATE OR REPLACE TRIGGER org_members_quotas AFTER INSERT ON prefd.org_members
  FOR EACH ROW WHEN (current_setting('prefd.quotas', true) = 'on') EXECUTE FUNCTION prefd.keep_member_quotas();

RESET ROLE;
