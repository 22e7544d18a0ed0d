-- A page of all organisations, in the order of their ids: a walk through the pages meets each once, whatever is renamed
-- meanwhile. Pages begin at 0.
-- $1 entries of a page (1000), $2 page, $3 beginning of the name, $4 whole name
-- row: body, an array. Refusal: PF010
SELECT coalesce(json_agg(row_to_json(listed) ORDER BY listed.id), '[]') AS body
  FROM (SELECT o.id, o.name
          FROM prefd.find_orgs($3::text, $4::text, CASE WHEN $1::bigint > 0 THEN $1::bigint ELSE 1000 END,
                               greatest($2::bigint, 0)) o) listed;
