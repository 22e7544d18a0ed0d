-- A page of the accounts of persons, each as Grafana's lists show it, and how many there are in all (when asked for),
-- for a server admin; nothing for anybody else. The query is looked for in name, login and email, in any case, and is no
-- pattern; empty is everybody. Refuses with PF044 what is no order.
--
-- A query that holds a trigram, and that not many accounts have, goes through the trigram index, once, and what was found is
-- counted and sorted (MATERIALIZED: else the planner walks the order and hopes to find soon); in the usual order by a
-- statement that is planned once a session. find_people has what there is beside. The index is used even for a small table,
-- where the planner would not.
-- A definer function since row security keeps a LIKE from every index; each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.search_people(
  query text, sort text, seen_since timestamptz, page bigint, per_page bigint, counted boolean)
RETURNS TABLE (total bigint, hits text)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
  piece pg_catalog.text := CASE WHEN query OPERATOR(pg_catalog.<>) '' THEN pg_catalog.lower(query) END;
  pattern pg_catalog.text := prefd.containing(piece);
  is_common boolean := piece IS NOT NULL AND prefd.is_common(piece);
  is_indexed boolean := piece OPERATOR(pg_catalog.~) '[[:alnum:]]{3}' AND NOT is_common;
  skipped bigint := 0;
  people pg_catalog.text[];
  written pg_catalog.text;
BEGIN
  IF NOT prefd.current_is_server_admin() THEN
    RETURN;
  END IF;
  IF page OPERATOR(pg_catalog.>) 1 THEN
    skipped := least((page OPERATOR(pg_catalog.-) 1)::numeric OPERATOR(pg_catalog.*) per_page, 9e18);
  END IF;
  written := pg_catalog.set_config('enable_seqscan', CASE WHEN is_indexed THEN 'off' ELSE 'on' END, true);
  IF is_indexed AND sort IS NULL AND seen_since IS NULL THEN
    WITH found AS MATERIALIZED (
      SELECT u.ctid AS place, u.login FROM prefd.users u
       WHERE NOT u.is_service_account AND u.search_text OPERATOR(pg_catalog.~~) pattern)
    SELECT (SELECT pg_catalog.count(*) FROM found),
           ARRAY(SELECT pg_catalog.array_to_string(u.listing, prefd.age(prefd.seen_at(u.last_seen_at, u.created_at)))
                   FROM (SELECT f.place, f.login FROM found f ORDER BY f.login OFFSET skipped LIMIT per_page) shown
                   JOIN prefd.users u ON u.ctid OPERATOR(pg_catalog.=) shown.place ORDER BY shown.login)
      INTO total, people;
  ELSE
    SELECT found.total, ARRAY(
             SELECT pg_catalog.array_to_string(u.listing, prefd.age(prefd.seen_at(u.last_seen_at, u.created_at)))
               FROM pg_catalog.unnest(found.ids) WITH ORDINALITY wanted (id, place)
               JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) wanted.id ORDER BY wanted.place)
      INTO total, people
      FROM prefd.find_people(piece, is_common, is_indexed, sort, seen_since, skipped, per_page, counted) found;
  END IF;
  written := pg_catalog.set_config('enable_seqscan', 'on', true);
  hits := pg_catalog.concat('[', pg_catalog.array_to_string(people, ','), ']');
  RETURN NEXT;
END $$;

RESET ROLE;
