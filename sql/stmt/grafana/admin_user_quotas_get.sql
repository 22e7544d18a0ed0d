-- What a person may have and has.
-- $1 id or uid
-- row: body, an array; none when there is no such person. Refusal: PF037
SELECT json_agg(row_to_json(shown)) AS body
  FROM (SELECT person.id AS user_id, q.target, q.most AS "limit", q.used
          FROM prefd.account_id($1::text) person (id), prefd.account_quotas(person.id) q) shown
HAVING count(*) > 0;
