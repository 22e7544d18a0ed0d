-- What a user may have and has, for that user and server admins; no row for anybody else, or when there is no such person.
-- Looks past the policies: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.account_quotas(account bigint) RETURNS TABLE (target text, most bigint, used bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
  PERFORM prefd.quotas_must_be_on();
  PERFORM FROM prefd.users u WHERE u.id OPERATOR(pg_catalog.=) account AND NOT u.is_service_account;
  IF FOUND AND (account OPERATOR(pg_catalog.=) prefd.current_user_id() OR prefd.current_is_server_admin()) THEN
    RETURN QUERY SELECT q.* FROM prefd.user_quota_use(account) q;
  END IF;
END $$;

RESET ROLE;
