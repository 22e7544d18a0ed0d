-- Refuses what is one too many of its kind in the organisation (PF038); the trigger's argument is the target. After the row
-- is there, with the organisation locked: of two that come at once, the later one counts the earlier one. Fires only where
-- quotas are on, and so costs nothing where they are off. Definer: counts past the policies; qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.keep_org_quota() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) NEW.org_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM prefd.org_quota_use(NEW.org_id) q
              WHERE q.target OPERATOR(pg_catalog.=) TG_ARGV[0]
                AND q.most OPERATOR(pg_catalog.>=) 0 AND q.used OPERATOR(pg_catalog.>) q.most) THEN
    RAISE EXCEPTION 'quota of the organisation reached' USING ERRCODE = 'PF038';
  END IF;
  RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION prefd.keep_org_quota() TO prefd_owner;

RESET ROLE;
SET ROLE prefd_owner;

CREATE OR REPLACE TRIGGER dashboards_quota AFTER INSERT ON prefd.dashboards
  FOR EACH ROW WHEN (current_setting('prefd.quotas', true) = 'on') EXECUTE FUNCTION prefd.keep_org_quota('dashboard');
CREATE OR REPLACE TRIGGER tokens_quota AFTER INSERT ON prefd.tokens
  FOR EACH ROW WHEN (NEW.org_id IS NOT NULL AND current_setting('prefd.quotas', true) = 'on')
  EXECUTE FUNCTION prefd.keep_org_quota('api_key');

RESET ROLE;
