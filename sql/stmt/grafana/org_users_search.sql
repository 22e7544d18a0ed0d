-- A page of the people who are members of the organisation acted in, and how many there are. Pages begin at 1.
-- $1 text in name, login or email, $2 entries of a page (1000), $3 page, $4 order
-- row: body. Refusals: PF010, PF044
SELECT row_to_json(answer) AS body
  FROM (SELECT found.total AS "totalCount", prefd.show_org_users(found.ids) AS "orgUsers", asked.page, asked.size AS "perPage"
          FROM (SELECT greatest($3::bigint, 1), CASE WHEN $2::bigint > 0 THEN $2::bigint ELSE 1000 END) asked (page, size),
               prefd.find_org_users($1::text, $4::text, asked.size, asked.page - 1) found) answer;
