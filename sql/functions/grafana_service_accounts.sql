-- The service accounts of the acting organisation as Grafana's API lists them: a row rendered as JSON is its object.
-- A service account lives in one organisation, which is its current one for good. Tokens are counted for Admins. Inlined.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.grafana_service_accounts()
RETURNS TABLE (id bigint, uid text, name text, login text, "orgId" bigint, "isDisabled" boolean, "isExternal" boolean,
               role text, tokens bigint, "avatarUrl" text)
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT u.id, u.uid, u.name, u.login, m.org_id, u.is_disabled, false, m.role,
         (SELECT count(*) FROM prefd.tokens t WHERE t.user_id = u.id AND t.org_id = m.org_id), prefd.avatar_url(u.email)
    FROM prefd.org_members m JOIN prefd.users u ON u.id = m.user_id AND u.service_org_id = m.org_id
   WHERE m.org_id = prefd.current_org_id();
END;

RESET ROLE;
