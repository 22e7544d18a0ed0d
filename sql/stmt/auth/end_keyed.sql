-- After the route's statement of a request with an idempotency key, whose row keep_answer kept.
-- $1 status, $2 body, or NULL: the column of that row called body
-- row: nothing of interest
SELECT prefd.end_keyed($1::integer, coalesce($2::text, kept.body), kept.tag)
  FROM (SELECT answer ->> 'body' AS body, answer ->> 'tag' AS tag
          FROM (SELECT nullif(current_setting('prefd.answer', true), '')::json AS answer) setting) kept;
