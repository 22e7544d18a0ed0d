-- A page of the accounts of persons, and how many there are.
-- $1 what to look for, $2 order, $3 filters (array), $4 page, $5 accounts a page; NULL: unasked
-- row: body. Refusal: PF044
SELECT concat('{"totalCount":', found.total, ',"users":', found.hits, ',"page":', asked.page, ',"perPage":', asked.per_page, '}') AS body
  FROM (SELECT greatest($4::bigint, 1) AS page, coalesce(nullif(greatest($5::bigint, 0), 0), 1000) AS per_page) asked,
       prefd.search_people($1::text, $2::text, CASE WHEN $3::jsonb ? 'activeLast30Days' THEN now() - interval '30 days' END,
                           asked.page, asked.per_page, true) found;
