-- A page of those whom the caller may read in the agency, oldest first; nobody with a platform role.
-- $1 role, $2 active, NULL: any; $3 cursor, NULL: from the start; $4 most of them
-- row: body. Refusal: PF115
WITH start AS MATERIALIZED (
  SELECT prefd.page_start($3::text) AS id
), page AS (
  SELECT u.id, u.body, row_number() OVER (ORDER BY u.id) <= $4::bigint AS is_on_it
    FROM prefd.valara_users() u
   WHERE u.id IN (SELECT r FROM prefd.reachable_people() r) AND u.role <> 'admin'
     AND ($1::text IS NULL OR u.role = $1::text) AND ($2::boolean IS NULL OR u.is_active = $2::boolean)
     AND u.id > coalesce((SELECT s.id FROM start s), 0)
   ORDER BY u.id LIMIT $4::bigint + 1
)
SELECT json_build_object(
         'users', coalesce(json_agg(p.body ORDER BY p.id) FILTER (WHERE p.is_on_it), '[]'),
         'next_cursor', CASE WHEN NOT bool_and(p.is_on_it) THEN prefd.page_cursor(max(p.id) FILTER (WHERE p.is_on_it)) END)::text
  FROM start LEFT JOIN page p ON true;
