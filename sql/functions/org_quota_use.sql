-- What an organisation may have and has, a row for each target. Service accounts are no users; data sources there are none.
-- Part of definer functions and callable by them alone; inlined, so that only what is asked for is counted.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.org_quota_use(org bigint) RETURNS TABLE (target text, most bigint, used bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT d.target, coalesce(q.most, d.most),
         CASE d.target
           WHEN 'api_key' THEN (SELECT count(*) FROM prefd.tokens t WHERE t.org_id = org AND t.revoked_at IS NULL)
           WHEN 'dashboard' THEN (SELECT count(*) FROM prefd.dashboards b WHERE b.org_id = org)
           WHEN 'data_source' THEN 0
           ELSE (SELECT count(*) FROM prefd.org_members m WHERE m.org_id = org)
                - (SELECT count(*) FROM prefd.users u WHERE u.service_org_id = org)
         END
    FROM (VALUES ('api_key', 10), ('dashboard', 100), ('data_source', 10), ('org_user', 10)) d (target, most)
    LEFT JOIN prefd.org_quotas q ON q.org_id = org AND q.target = d.target;
END;

RESET ROLE;
