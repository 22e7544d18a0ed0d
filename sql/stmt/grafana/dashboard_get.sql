-- One dashboard of the acting organisation, with what the current user may do to it.
-- $1 uid
-- row: body, tag; none when there is no such dashboard
SELECT json_build_object('dashboard', answer.dashboard, 'meta', answer.meta) AS body, answer.tag
  FROM (SELECT concat_ws('-', d.org_id, d.id, d.version) AS tag,
               d.document || jsonb_build_object('id', d.id, 'uid', d.uid, 'version', d.version, 'title', d.title) AS dashboard,
               row_to_json(meta) AS meta
          FROM prefd.dashboards d,
       LATERAL (SELECT 'db' AS type,
                       EXISTS (SELECT FROM prefd.stars s
                                WHERE s.org_id = d.org_id AND s.user_id = prefd.current_user_id() AND s.dashboard_id = d.id)
                         AS "isStarred",
                       d.slug, prefd.dashboard_url(d.uid, d.slug) AS url, true AS "canStar",
                       may.edit AS "canSave", may.edit AS "canEdit", may.administer AS "canAdmin", may.edit AS "canDelete",
                       prefd.rfc3339(d.created_at) AS created, prefd.rfc3339(d.updated_at) AS updated,
                       coalesce((SELECT u.login FROM prefd.users u WHERE u.id = d.created_by), 'Anonymous') AS "createdBy",
                       coalesce((SELECT u.login FROM prefd.users u WHERE u.id = d.updated_by), 'Anonymous') AS "updatedBy",
                       d.version, false AS "hasAcl", false AS "isFolder", 0 AS "folderId", '' AS "folderUid",
                       'General' AS "folderTitle", '' AS "folderUrl", false AS provisioned, '' AS "provisionedExternalId",
                       '0001-01-01T00:00:00Z' AS expires, NULL AS "annotationsPermissions"
                  FROM (SELECT prefd.current_org_role() IN ('Editor', 'Admin') AS edit,
                               prefd.current_org_role() = 'Admin' AS administer) may) meta
         WHERE d.org_id = prefd.current_org_id() AND d.uid = $1::text) answer;
