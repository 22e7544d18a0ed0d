-- After the route's statement of a request with an idempotency key, whose row keep_answer kept.
-- $1 status, $2 body, or NULL: the column of that row called body; $3 whether no row is an answer, too
-- row: nothing of interest
SELECT prefd.end_keyed($1::integer, coalesce($2::text, kept.body), kept.tag)
  FROM (SELECT answer ->> 'body' AS body, answer ->> 'tag' AS tag
          FROM (SELECT CASE WHEN kept <> '' THEN kept WHEN $3::boolean THEN set_config('prefd.answer', '{}', true) END::json AS answer
                  FROM current_setting('prefd.answer', true) kept) setting) kept;
