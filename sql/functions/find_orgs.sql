-- A page of all organisations, in the order of their ids: those whose name begins with a prefix, or the one of exactly this
-- name; NULL or '': any. No page size is all in one; pages begin at 0. For server admins (PF010). Looks past the policies,
-- which show only the organisation acted in: qualified. Dynamic for a prefix, so that the plan
-- fits how rare that is.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.find_orgs(prefix text, exact_name text, page_size bigint, page bigint) RETURNS SETOF prefd.orgs
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
  skipped pg_catalog.int8 := least(coalesce(page::pg_catalog.numeric OPERATOR(pg_catalog.*) page_size, 0), 1e18);
BEGIN
  PERFORM prefd.server_admin_only();
  IF exact_name OPERATOR(pg_catalog.<>) '' THEN
    RETURN QUERY SELECT o.* FROM prefd.orgs o
                  WHERE o.name OPERATOR(pg_catalog.=) exact_name AND pg_catalog.starts_with(o.name, coalesce(prefix, ''))
                  LIMIT page_size OFFSET skipped;
  ELSIF prefix OPERATOR(pg_catalog.<>) '' THEN
    RETURN QUERY EXECUTE 'SELECT o.* FROM prefd.orgs o WHERE pg_catalog.starts_with(o.name, $1) ORDER BY o.id LIMIT $2 OFFSET $3'
      USING prefix, page_size, skipped;
  ELSE
    RETURN QUERY SELECT o.* FROM prefd.orgs o ORDER BY o.id LIMIT page_size OFFSET skipped;
  END IF;
END $$;

RESET ROLE;
