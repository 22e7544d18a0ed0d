-- What a user may have and has, a row for each target. Part of definer functions and callable by them alone.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.user_quota_use(account bigint) RETURNS TABLE (target text, most bigint, used bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT 'org_user', coalesce((SELECT q.most FROM prefd.user_quotas q WHERE q.user_id = account AND q.target = 'org_user'), 10),
         (SELECT count(*) FROM prefd.org_members m WHERE m.user_id = account);
END;

RESET ROLE;
