-- A page of the accounts of persons, each as Grafana's lists show it, and how many there are in all (when asked for),
-- for a server admin; nothing for anybody else. The query is looked for in name, login and email, in any case, and is no
-- pattern; empty is everybody. Refuses with PF044 what is no order.
--
-- How depends on the query. One that not many accounts have, and that holds a trigram, goes through the trigram index, once, and
-- what was found is counted and sorted (MATERIALIZED: else the planner walks the order and hopes to find soon). One without a
-- trigram is looked for in every row, as PostgreSQL would have to anyway. One that many have is counted by reading the table,
-- which costs less than reading all of it by an index, and its page is found by walking the order. Ids come first, so that
-- without a query a page far behind is found in the index alone, and what shows them is planned once a session. In the usual
-- order all of that is planned once a session, and places take the place of ids, which saves going by an index to each.
-- A definer function since row security keeps a LIKE from every index; each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.search_people(
  query text, sort text, seen_since timestamptz, page bigint, per_page bigint, counted boolean)
RETURNS TABLE (total bigint, hits json)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
  sort_order pg_catalog.text := prefd.user_sort_order(sort);
  piece pg_catalog.text := CASE WHEN query OPERATOR(pg_catalog.<>) '' THEN pg_catalog.lower(query) END;
  is_common boolean := piece IS NOT NULL AND prefd.is_common(piece);
  is_indexed boolean := piece OPERATOR(pg_catalog.~) '[[:alnum:]]{3}' AND NOT is_common;
  condition pg_catalog.text := pg_catalog.concat(
    'NOT u.is_service_account',
    CASE WHEN is_indexed THEN ' AND u.search_text OPERATOR(pg_catalog.~~) $1'
         WHEN piece IS NOT NULL THEN ' AND pg_catalog.strpos(u.search_text, $2) OPERATOR(pg_catalog.>) 0' END,
    CASE WHEN seen_since IS NOT NULL THEN ' AND u.last_seen_at OPERATOR(pg_catalog.>) $3' END);
  is_fenced boolean := piece IS NOT NULL AND NOT is_common;
  skipped bigint := least((page OPERATOR(pg_catalog.-) 1)::numeric OPERATOR(pg_catalog.*) per_page, 9e18);
  page_of CONSTANT pg_catalog.text := 'ARRAY(SELECT u.id FROM %s ORDER BY %s OFFSET $4 LIMIT $5)';
  pattern pg_catalog.text := prefd.containing(piece);
  ids bigint[];
  places pg_catalog.tid[];
  written pg_catalog.text;
BEGIN
  IF NOT prefd.current_is_server_admin() THEN
    RETURN;
  END IF;
  written := pg_catalog.set_config('enable_seqscan', CASE WHEN is_indexed THEN 'off' ELSE 'on' END, true);
  IF is_fenced THEN
    EXECUTE pg_catalog.concat(
      'WITH found AS MATERIALIZED (SELECT u.id, u.login, u.email, u.name, u.last_seen_at FROM prefd.users u WHERE ', condition, ')
       SELECT (SELECT pg_catalog.count(*) FROM found), ', pg_catalog.format(page_of, 'found u', sort_order))
      INTO total, ids USING prefd.containing(piece), piece, seen_since, skipped, per_page;
  ELSE
    EXECUTE pg_catalog.concat(
      'SELECT ', pg_catalog.format(page_of, pg_catalog.concat('prefd.users u WHERE ', condition), sort_order))
      INTO ids USING NULL::pg_catalog.text, piece, seen_since, skipped, per_page;
  END IF;
  written := pg_catalog.set_config('enable_seqscan', 'on', true);
  IF counted AND piece IS NULL AND seen_since IS NULL THEN
    SELECT (SELECT pg_catalog.count(*) FROM prefd.users) OPERATOR(pg_catalog.-)
           (SELECT pg_catalog.count(*) FROM prefd.users u WHERE u.is_service_account) INTO total;
  ELSIF counted AND NOT is_fenced THEN
    EXECUTE pg_catalog.concat('SELECT pg_catalog.count(*) FROM prefd.users u WHERE ', condition)
      INTO total USING NULL::pg_catalog.text, piece, seen_since;
  END IF;
  SELECT coalesce(pg_catalog.json_agg(pg_catalog.row_to_json(hit) ORDER BY found.place), '[]') INTO hits
    FROM pg_catalog.unnest(ids) WITH ORDINALITY found (id, place)
    JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) found.id,
         LATERAL (SELECT u.id, u.uid, u.name, u.login, u.email, prefd.avatar_url(u.email) AS "avatarUrl",
                         u.is_server_admin AS "isAdmin", u.is_disabled AS "isDisabled",
                         prefd.rfc3339(prefd.seen_at(u.last_seen_at, u.created_at)) AS "lastSeenAt",
                         prefd.age(prefd.seen_at(u.last_seen_at, u.created_at)) AS "lastSeenAtAge",
                         '[]'::pg_catalog.json AS "authLabels", false AS "isProvisioned",
                         prefd.rfc3339(u.created_at) AS created) hit;
  RETURN NEXT;
END $$;

RESET ROLE;
