-- The live sessions of an account as Grafana lists them, newest first; [] when the caller may see none of them.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.sessions_of(of_user bigint) RETURNS json
LANGUAGE sql STABLE
RETURN (
  SELECT coalesce(json_agg(json_build_object(
           'id', s.id, 'isActive', s.id IS NOT DISTINCT FROM prefd.current_session_id(), 'clientIp', s.client_ip,
           'device', a.device, 'os', a.os, 'osVersion', a.os_version, 'browser', a.browser, 'browserVersion', a.browser_version,
           'createdAt', prefd.rfc3339(s.created_at), 'seenAt', prefd.rfc3339(coalesce(s.seen_at, s.created_at)))
           ORDER BY s.id DESC), '[]')
    FROM prefd.sessions s CROSS JOIN LATERAL prefd.agent_parts(s.user_agent) a
   WHERE s.user_id = of_user AND s.revoked_at IS NULL
     AND prefd.session_end(s.created_at, s.seen_at, s.idle, s.expires_at) > now());

RESET ROLE;
