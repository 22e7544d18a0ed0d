-- The people who are members of the organisation acted in, as much as it takes to choose one, by login, then email.
-- $1 text in name, login or email, $2 how many at most (all)
-- row: body, an array. Refusal: PF010
SELECT coalesce(json_agg(row_to_json(listed)), '[]') AS body
  FROM (SELECT u.id AS "userId", u.uid, u.login, prefd.avatar_url(u.email) AS "avatarUrl"
          FROM prefd.find_org_users($1::text, NULL, CASE WHEN $2::bigint > 0 THEN $2::bigint END, 0) found,
               unnest(found.ids) WITH ORDINALITY AS wanted (id, place)
          JOIN prefd.users u ON u.id = wanted.id
         ORDER BY wanted.place) listed;
