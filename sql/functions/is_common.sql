-- Whether a piece of text, in lower case, is in more than one in four of the accounts' names, by a look at four accounts in
-- each of four places of the table. Row security keeps the statistics from the planner, so a search has to find out for
-- itself; where all accounts are few pages, a look is not worth it. For search_people: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.is_common(piece text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  pages bigint := pg_catalog.pg_relation_size('prefd.users') OPERATOR(pg_catalog./) 8192;
BEGIN
  RETURN pages OPERATOR(pg_catalog.>) 1000 AND (
    SELECT (pg_catalog.count(*) FILTER (WHERE pg_catalog.strpos(account.search_text, piece) OPERATOR(pg_catalog.>) 0)
            OPERATOR(pg_catalog.*) 4) OPERATOR(pg_catalog.>) pg_catalog.count(*)
      FROM pg_catalog.generate_series(0, 3) place,
           LATERAL (SELECT u.search_text FROM prefd.users u
                     WHERE u.ctid OPERATOR(pg_catalog.>=)
                           pg_catalog.format('(%s,0)', pages OPERATOR(pg_catalog.*) place OPERATOR(pg_catalog./) 4)::pg_catalog.tid
                     LIMIT 4) account);
END $$;

RESET ROLE;
