-- A page of the accounts of persons.
-- $1 what to look for, $2 order, $3 filters (array), $4 page, $5 accounts a page; NULL: unasked
-- row: body, an array. Refusal: PF044
SELECT found.hits AS body
  FROM prefd.search_people($1::text, $2::text, CASE WHEN $3::jsonb ? 'activeLast30Days' THEN now() - interval '30 days' END,
                           greatest($4::bigint, 1), coalesce(nullif(greatest($5::bigint, 0), 0), 1000), false) found;
