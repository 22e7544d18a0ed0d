-- Whether a piece of text, in lower case, is in more than one in fifty of the accounts' names, by a look at a thousandth of
-- the table. Row security keeps the statistics from the planner, so a search has to find out for itself. For search_people:
-- each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.is_common(piece text) RETURNS boolean
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT count(*) FILTER (WHERE strpos(u.search_text, piece) > 0) * 50 > count(*) FROM prefd.users u TABLESAMPLE SYSTEM (0.1);
END;

RESET ROLE;
