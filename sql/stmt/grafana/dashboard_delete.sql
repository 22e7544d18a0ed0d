-- Removes a dashboard of the acting organisation.
-- $1 uid
-- row: body; none when there is no such dashboard or no right to write
DELETE FROM prefd.dashboards d
 WHERE d.org_id = prefd.current_org_id() AND d.uid = $1::text
RETURNING (SELECT row_to_json(gone)
             FROM (SELECT d.title, format('Dashboard %s deleted', d.title) AS message, d.uid, d.id) gone) AS body;
