-- Where the current user starts: the home dashboard set by the user, else by a team of the user's, the one with the highest id
-- first, else by the organisation; the built-in page when none is set, 'home' is, or the dashboard is gone.
-- row: body, always one
WITH levels (user_id, team_id) AS (
  SELECT prefd.current_user_id(), 0::bigint
  UNION ALL
  SELECT 0, own.team_id FROM prefd.current_user_teams() own
  UNION ALL
  SELECT 0, 0
)
SELECT coalesce(
  (SELECT row_to_json(answer)
     FROM (SELECT prefd.dashboard_url(d.uid, d.slug) AS "redirectUri"
             FROM prefd.dashboards d
            WHERE d.org_id = prefd.current_org_id() AND d.uid <> 'home'
              AND d.uid = (SELECT p.document ->> 'homeDashboardUID'
                             FROM levels
                             JOIN prefd.preferences p ON p.user_id = levels.user_id AND p.team_id = levels.team_id
                            WHERE p.org_id = prefd.current_org_id() AND p.document ? 'homeDashboardUID'
                            ORDER BY p.user_id DESC, p.team_id DESC LIMIT 1)) answer),
  (SELECT row_to_json(answer)
     FROM (SELECT row_to_json(meta) AS meta, row_to_json(page) AS dashboard
             FROM (SELECT false AS "canSave", coalesce(prefd.current_org_role() IN ('Editor', 'Admin'), false) AS "canEdit",
                          false AS "canAdmin", false AS "canStar", false AS "canDelete", '' AS slug, '' AS url,
                          'General' AS "folderTitle", false AS "isFolder", false AS provisioned) meta,
                  (SELECT 'Home' AS title, '[]'::json AS tags, '[]'::json AS panels, false AS editable, true AS "hideControls",
                          39 AS "schemaVersion", 0 AS version) page) answer)) AS body;
