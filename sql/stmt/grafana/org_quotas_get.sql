-- What the organisation acted in may have and has.
-- row: body, an array. Refusals: PF010, PF037
SELECT json_agg(row_to_json(shown)) AS body
  FROM (SELECT prefd.current_org_id() AS org_id, q.target, q.most AS "limit", q.used
          FROM prefd.acting_org_quotas() q ORDER BY q.target) shown;
