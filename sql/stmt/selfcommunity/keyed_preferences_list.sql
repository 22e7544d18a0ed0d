-- A page of the owner's preferences, in the order of their ids.
-- $1, $2 keys that a preference must have, NULL: any; $3 most of them, $4 how many are before the page
-- row: number of all that fit, JSON array of the page
SELECT (SELECT count(*) FROM prefd.keyed_preferences p
         WHERE p.org_id = prefd.current_org_id() AND p.user_id = prefd.current_owner_id()
           AND ($1::text IS NULL OR p.key = $1::text) AND ($2::text IS NULL OR p.key = $2::text)),
       (SELECT coalesce(json_agg(prefd.selfcommunity_preference(page::prefd.keyed_preferences) ORDER BY page.id), '[]')
          FROM (SELECT p.* FROM prefd.keyed_preferences p
                 WHERE p.org_id = prefd.current_org_id() AND p.user_id = prefd.current_owner_id()
                   AND ($1::text IS NULL OR p.key = $1::text) AND ($2::text IS NULL OR p.key = $2::text)
                 ORDER BY p.id LIMIT $3::bigint OFFSET $4::bigint) page);
