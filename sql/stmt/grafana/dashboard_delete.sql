-- Removes a dashboard of the acting organisation.
-- $1 uid
-- row: body; none when there is no such dashboard or no right to write
WITH gone AS (
  DELETE FROM prefd.dashboards d WHERE d.org_id = prefd.current_org_id() AND d.uid = $1::text RETURNING d.id, d.uid, d.title
)
SELECT row_to_json(answer) AS body
  FROM (SELECT title, format('Dashboard %s deleted', title) AS message, uid, id FROM gone) answer;
