-- The teams of the acting organisation that the caller may see, a page of them, by name unless asked otherwise.
-- $1 contained in the name, in any case, $2 name, $3 ids (array of texts), $4 teams a page, $5 page from 1, $6 order; each may be
-- NULL; ids that are none do not count
-- row: body. Refusal: PF044
WITH asked AS (
  SELECT coalesce(nullif(greatest($4::bigint, 0), 0), 1000) AS per_page, greatest($5::bigint, 1) AS page,
         prefd.team_sort_order($6::text) AS sort
), found AS (
  SELECT t.id, row_number() OVER (ORDER BY CASE WHEN 'name-asc' = ANY (sort) THEN lower(t.name) END,
                                           CASE WHEN 'name-desc' = ANY (sort) THEN lower(t.name) END DESC,
                                           CASE WHEN 'email-asc' = ANY (sort) THEN t.email END,
                                           CASE WHEN 'email-desc' = ANY (sort) THEN t.email END DESC,
                                           CASE WHEN 'memberCount-asc' = ANY (sort) THEN counted.members END,
                                           CASE WHEN 'memberCount-desc' = ANY (sort) THEN counted.members END DESC,
                                           t.name) AS place
    FROM asked, prefd.teams t,
         LATERAL (SELECT CASE WHEN sort && '{memberCount-asc,memberCount-desc}' THEN (
                    SELECT count(*) FROM prefd.team_members m WHERE m.org_id = t.org_id AND m.team_id = t.id) END AS members) counted
   WHERE t.org_id = prefd.current_org_id()
     AND strpos(lower(t.name), lower(coalesce($1::text, ''))) > 0
     AND (coalesce($2::text, '') = '' OR t.name = $2::text)
     AND ($3::jsonb ? t.id::text
          OR NOT EXISTS (SELECT FROM jsonb_array_elements_text($3::jsonb) given WHERE given ~ '^[0-9]{1,18}$'))
)
SELECT row_to_json(answer) AS body
  FROM (SELECT (SELECT count(*) FROM found) AS "totalCount",
               coalesce((SELECT json_agg(row_to_json(shown) ORDER BY found.place)
                           FROM found JOIN prefd.grafana_teams() shown ON shown.id = found.id
                          WHERE ceil(found.place::numeric / per_page) = page), '[]') AS teams,
               page, per_page AS "perPage"
          FROM asked) answer;
