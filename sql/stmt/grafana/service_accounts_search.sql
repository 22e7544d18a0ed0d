-- Service accounts of the acting organisation, by login, a page of them.
-- $1 part of the name or login, in any case, $2 only those with expired tokens, $3 only disabled ones, which goes first,
-- $4 page from 1, $5 entries of a page; what is not above zero counts as 1 and 1000
-- row: body
WITH asked AS (
  SELECT lower(coalesce($1::text, '')) AS part, coalesce($2::boolean, false) AS expired, coalesce($3::boolean, false) AS disabled,
         CASE WHEN $4::bigint > 0 THEN $4::bigint ELSE 1 END AS page, CASE WHEN $5::bigint > 0 THEN $5::bigint ELSE 1000 END AS size
), fitting AS (
  SELECT a.id, a.login
    FROM prefd.grafana_service_accounts() a, asked
   WHERE (strpos(lower(a.name), asked.part) > 0 OR strpos(a.login, asked.part) > 0)
     AND CASE WHEN asked.disabled THEN a."isDisabled"
              WHEN asked.expired THEN EXISTS (SELECT FROM prefd.tokens t WHERE t.user_id = a.id AND t.expires_at <= now())
              ELSE true END
), page AS (
  SELECT f.id FROM fitting f ORDER BY f.login
  OFFSET (SELECT least((asked.page - 1)::numeric * asked.size, 9223372036854775807)::bigint FROM asked)
  LIMIT (SELECT asked.size FROM asked)
)
SELECT row_to_json(answer) AS body
  FROM (SELECT (SELECT count(*) FROM fitting) AS "totalCount",
               (SELECT coalesce(json_agg(row_to_json(a) ORDER BY a.login), '[]')
                  FROM page JOIN prefd.grafana_service_accounts() a ON a.id = page.id) AS "serviceAccounts",
               asked.page, asked.size AS "perPage"
          FROM asked) answer;
