-- The tags of the acting organisation's dashboards, by name, with how many dashboards have each.
-- row: body, an array
SELECT coalesce(json_agg(row_to_json(tag)), '[]') AS body
  FROM (SELECT term, count(DISTINCT d.id) AS count
          FROM prefd.dashboards d, jsonb_array_elements_text(prefd.dashboard_tags(d.document)) term
         WHERE d.org_id = prefd.current_org_id()
         GROUP BY term
         ORDER BY term) tag;
