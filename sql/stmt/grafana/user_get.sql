-- The profile of the current user. Nothing in it is ever null, so what is null is orgId without an organisation: left out.
-- row: body, tag; none without a context
SELECT json_strip_nulls(row_to_json(profile)) AS body, concat_ws('-', profile.id, u.version) AS tag
  FROM (SELECT u.id, u.uid, u.email, u.name, u.login, u.theme, coalesce(u.org_id, prefd.current_org_id()) AS "orgId",
               u.is_server_admin AS "isGrafanaAdmin", u.is_disabled AS "isDisabled", false AS "isExternal",
               false AS "isExternallySynced", false AS "isGrafanaAdminExternallySynced", false AS "isProvisioned",
               '[]'::json AS "authLabels", prefd.rfc3339(u.updated_at) AS "updatedAt",
               prefd.rfc3339(u.created_at) AS "createdAt", prefd.avatar_url(u.email) AS "avatarUrl"
          FROM prefd.users u
         WHERE u.id = prefd.current_user_id()) profile
  JOIN prefd.users u ON u.id = profile.id;
