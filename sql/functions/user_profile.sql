-- The profile of a person as Grafana's API shows it to others; no row when there is none whom the request may see. Nothing in
-- it is ever null, so what is null is orgId without an organisation: left out.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.user_profile(account bigint) RETURNS SETOF json
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT json_strip_nulls(row_to_json(profile))
    FROM (SELECT u.id, u.uid, u.email, u.name, u.login, u.theme, u.org_id AS "orgId", u.is_server_admin AS "isGrafanaAdmin",
                 u.is_disabled AS "isDisabled", false AS "isExternal", false AS "isExternallySynced",
                 false AS "isGrafanaAdminExternallySynced", false AS "isProvisioned", '[]'::json AS "authLabels",
                 prefd.rfc3339(u.updated_at) AS "updatedAt", prefd.rfc3339(u.created_at) AS "createdAt",
                 prefd.avatar_url(u.email) AS "avatarUrl"
            FROM prefd.users u
           WHERE u.id = account AND NOT u.is_service_account) profile;
END;

RESET ROLE;
