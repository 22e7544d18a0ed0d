-- The second half of search_people, and callable by it alone: the ids of a page of the accounts of persons, and how many
-- there are in all. A piece too short for the index is looked for in every row, as PostgreSQL would have to anyway. One that
-- many accounts have is counted by reading the table, and its page is found by walking the order. Ids come first, so that
-- without a query a page far behind is found in the index alone. Refuses with PF044 what is no order. Each name and operator
-- is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.find_people(
  piece text, sort text, seen_since timestamptz, skipped bigint, per_page bigint, counted boolean)
RETURNS TABLE (total bigint, ids bigint[])
LANGUAGE plpgsql STABLE AS $$
DECLARE
  sort_order pg_catalog.text := prefd.user_sort_order(sort);
  is_common boolean := piece IS NOT NULL AND prefd.is_common(piece);
  is_fenced boolean := piece IS NOT NULL AND NOT is_common;
  condition pg_catalog.text := pg_catalog.concat(
    'NOT u.is_service_account',
    CASE WHEN is_fenced AND pg_catalog.char_length(piece) OPERATOR(pg_catalog.>=) 3 THEN
           ' AND u.id OPERATOR(pg_catalog.=) ANY (SELECT p.id FROM prefd.people p
                  WHERE prefd.pieces(p.search_text) OPERATOR(pg_catalog.@@) $1
                    AND pg_catalog.strpos(p.search_text, $2) OPERATOR(pg_catalog.>) 0)'
         WHEN piece IS NOT NULL THEN ' AND pg_catalog.strpos(u.search_text, $2) OPERATOR(pg_catalog.>) 0' END,
    CASE WHEN seen_since IS NOT NULL THEN ' AND u.last_seen_at OPERATOR(pg_catalog.>) $3' END);
  page_of CONSTANT pg_catalog.text := 'ARRAY(SELECT u.id FROM %s ORDER BY %s OFFSET $4 LIMIT $5)';
BEGIN
  IF is_fenced THEN
    EXECUTE pg_catalog.concat(
      'WITH found AS MATERIALIZED (SELECT u.id, u.login, u.email, u.name, u.last_seen_at FROM prefd.users u WHERE ', condition, ')
       SELECT (SELECT pg_catalog.count(*) FROM found), ', pg_catalog.format(page_of, 'found u', sort_order))
      INTO total, ids USING prefd.wanted_pieces(piece), piece, seen_since, skipped, per_page;
  ELSE
    EXECUTE pg_catalog.concat(
      'SELECT ', pg_catalog.format(page_of, pg_catalog.concat('prefd.users u WHERE ', condition), sort_order))
      INTO ids USING NULL::pg_catalog.tsquery, piece, seen_since, skipped, per_page;
  END IF;
  IF counted AND piece IS NULL AND seen_since IS NULL THEN
    SELECT (SELECT pg_catalog.count(*) FROM prefd.users) OPERATOR(pg_catalog.-)
           (SELECT pg_catalog.count(*) FROM prefd.users u WHERE u.is_service_account) INTO total;
  ELSIF counted AND NOT is_fenced THEN
    EXECUTE pg_catalog.concat('SELECT pg_catalog.count(*) FROM prefd.users u WHERE ', condition)
      INTO total USING NULL::pg_catalog.tsquery, piece, seen_since;
  END IF;
  RETURN NEXT;
END $$;

RESET ROLE;
