-- The people who are members of the organisation acted in, by login, then email.
-- $1 text in name, login or email, $2 how many at most (all)
-- row: body, an array. Refusal: PF010
SELECT prefd.show_org_users(found.ids) AS body
  FROM prefd.find_org_users($1::text, NULL, CASE WHEN $2::bigint > 0 THEN $2::bigint END, 0) found;
