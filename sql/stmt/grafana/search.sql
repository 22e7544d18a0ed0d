-- Dashboards of the acting organisation, a page of them, by title; the documents of that page alone are read for their tags,
-- unless tags are asked for. Folders there are none but the root, called general.
-- $1 contained in the title, in any case, $2 tags, all of them, $3 type, $4 whether only starred ones, $5 uids, $6 ids, $7 uids of
-- folders, $8 hits a page, $9 page from 1, $10 order, $11 ids of folders, where the root is 0, $12 Edit: what the caller may
-- change, $13 whether deleted ones, of which none are kept, $14 uids by their older name, where $5 is not there: arrays and NULL for
-- what was not asked; ids that are none do not count. Of its two calls search_limit judges dashboards' uids and ids, and folders'.
-- row: body, an array. Refusals: PF052, PF053
WITH page AS (
  SELECT d.*, star.user_id IS NOT NULL AS is_starred
    FROM prefd.dashboards d
    LEFT JOIN prefd.stars star
      ON star.org_id = d.org_id AND star.user_id = prefd.current_user_id() AND star.dashboard_id = d.id
   WHERE d.org_id = prefd.current_org_id()
     AND coalesce($3::text, '') <> 'dash-folder'
     AND strpos(lower(d.title), lower(coalesce($1::text, ''))) > 0
     AND ($2::jsonb IS NULL OR prefd.dashboard_tags(d.document) @> $2::jsonb)
     AND ($4::boolean IS NOT TRUE OR star.user_id IS NOT NULL)
     AND (coalesce($5::jsonb, $14::jsonb) IS NULL OR d.uid = ANY ((SELECT prefd.separated(coalesce($5::jsonb, $14::jsonb)))::text[]))
     AND d.id = ANY (coalesce((SELECT array_agg(given::bigint)
                                 FROM unnest(prefd.separated($6::jsonb)) given WHERE given ~ '^[0-9]{1,18}$'), ARRAY[d.id]))
     AND ($7::jsonb IS NULL OR $7::jsonb ? '' OR prefd.separated($7::jsonb) && '{general}')
     AND (SELECT coalesce(bool_or(given::bigint = 0), true)
            FROM unnest(prefd.separated($11::jsonb)) given WHERE given ~ '^[0-9]{1,18}$')
     AND ($12::text IS DISTINCT FROM 'Edit' OR prefd.current_org_role() IN ('Editor', 'Admin'))
     AND $13::boolean IS NOT TRUE
   ORDER BY CASE $10::text WHEN 'alpha-desc' THEN d.title END DESC, d.title, d.id
   LIMIT prefd.search_limit($8::bigint, coalesce($5::jsonb, $14::jsonb), $6::jsonb)
  OFFSET (least(greatest($9::bigint, 1), 1000000000) - 1) * prefd.search_limit($8::bigint, $7::jsonb, $11::jsonb)
)
SELECT coalesce(json_agg(row_to_json(hit)), '[]') AS body
  FROM (SELECT page.id, page.org_id AS "orgId", page.uid, page.title, 'db/' || page.slug AS uri,
               prefd.dashboard_url(page.uid, page.slug) AS url, '' AS slug, 'dash-db' AS type,
               prefd.dashboard_tags(page.document) AS tags, page.is_starred AS "isStarred", 0 AS "sortMeta"
          FROM page) hit;
