-- What the current user may have and has.
-- row: body, an array. Refusal: PF037
SELECT json_agg(row_to_json(shown)) AS body
  FROM (SELECT prefd.current_user_id() AS user_id, q.target, q.most AS "limit", q.used
          FROM prefd.account_quotas(prefd.current_user_id()) q) shown;
