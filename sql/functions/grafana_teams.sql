-- The teams that the caller may see as Grafana's API shows them, the permission being the caller's own. Inlined.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.grafana_teams() RETURNS TABLE (
  id bigint, uid text, "orgId" bigint, name text, email text, "externalUID" text, "isProvisioned" boolean, "avatarUrl" text,
  "memberCount" bigint, permission smallint, "accessControl" json)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT t.id, t.uid, t.org_id, t.name, t.email, '', false, prefd.avatar_url(t.email),
         (SELECT count(*) FROM prefd.team_members m WHERE m.org_id = t.org_id AND m.team_id = t.id),
         coalesce((SELECT m.permission
                     FROM prefd.team_members m
                    WHERE m.org_id = t.org_id AND m.team_id = t.id AND m.user_id = prefd.current_user_id()), 0),
         NULL::json
    FROM prefd.teams t
   WHERE t.org_id = prefd.current_org_id();
END;

RESET ROLE;
