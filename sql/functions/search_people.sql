-- A page of the accounts of persons, each as Grafana's lists show it, and how many there are in all (when asked for),
-- for a server admin; nothing for anybody else. The query is looked for in name, login and email, in any case, and is no
-- pattern; empty is everybody. Refuses with PF044 what is no order.
--
-- What few have is found in the index of people, in the usual order, by a statement that is planned once a session, and
-- counted by its length. find_people has what there is beside.
-- A definer function since row security keeps a search from every index; each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.search_people(
  query text, sort text, seen_since timestamptz, page bigint, per_page bigint, counted boolean)
RETURNS TABLE (total bigint, hits text)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
  piece pg_catalog.text := CASE WHEN query OPERATOR(pg_catalog.<>) '' THEN pg_catalog.lower(query) END;
  wanted pg_catalog.tsquery;
  skipped bigint := 0;
  few CONSTANT bigint := 2000;
  ids bigint[];
BEGIN
  IF NOT prefd.current_is_server_admin() THEN
    RETURN;
  END IF;
  IF page OPERATOR(pg_catalog.>) 1 THEN
    skipped := least((page OPERATOR(pg_catalog.-) 1)::numeric OPERATOR(pg_catalog.*) per_page, 9e18);
  END IF;
  IF sort IS NULL AND seen_since IS NULL AND pg_catalog.char_length(piece) OPERATOR(pg_catalog.>=) 3 THEN
    wanted := prefd.wanted_pieces(piece);
    ids := ARRAY(
      SELECT p.id FROM prefd.people p
       WHERE prefd.pieces(p.search_text) OPERATOR(pg_catalog.@@) wanted
         AND pg_catalog.strpos(p.search_text, piece) OPERATOR(pg_catalog.>) 0
       ORDER BY p.login LIMIT few OPERATOR(pg_catalog.+) 1);
    total := pg_catalog.cardinality(ids);
  END IF;
  IF total OPERATOR(pg_catalog.<=) few THEN
    ids := ids[least(skipped, total) OPERATOR(pg_catalog.+) 1 : least(skipped, total) OPERATOR(pg_catalog.+) least(per_page, total)];
  ELSE
    SELECT found.total, found.ids INTO total, ids
      FROM prefd.find_people(piece, sort, seen_since, skipped, per_page, counted) found;
  END IF;
  hits := pg_catalog.concat('[', pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.array_to_string(u.listing, prefd.age(prefd.seen_at(u.last_seen_at, u.created_at)))
      FROM pg_catalog.unnest(ids) WITH ORDINALITY shown (id, place)
      JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) shown.id ORDER BY shown.place), ','), ']');
  RETURN NEXT;
END $$;

RESET ROLE;
