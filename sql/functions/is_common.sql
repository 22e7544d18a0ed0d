-- Whether a piece of text, in lower case, is in more than one in fifty of the accounts' names, by a look at a thousandth of
-- the table. Row security keeps the statistics from the planner, so a search has to find out for itself. For search_people:
-- each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.is_common(piece text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT (pg_catalog.count(*) FILTER (WHERE pg_catalog.strpos(u.search_text, piece) OPERATOR(pg_catalog.>) 0)
                  OPERATOR(pg_catalog.*) 50) OPERATOR(pg_catalog.>) pg_catalog.count(*)
            FROM prefd.users u TABLESAMPLE pg_catalog.system (0.1));
END $$;

RESET ROLE;
