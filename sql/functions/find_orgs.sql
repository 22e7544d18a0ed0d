-- All organisations whose name begins with a prefix, or the one of exactly this name; NULL or '': any. For server admins
-- (PF010). Looks past the policies, which show only the organisation acted in: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.find_orgs(prefix text, exact_name text) RETURNS SETOF prefd.orgs
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
  PERFORM prefd.server_admin_only();
  IF exact_name OPERATOR(pg_catalog.<>) '' THEN
    RETURN QUERY SELECT o.* FROM prefd.orgs o
                  WHERE o.name OPERATOR(pg_catalog.=) exact_name
                    AND pg_catalog.starts_with(o.name, coalesce(prefix, ''));
  ELSE
    RETURN QUERY SELECT o.* FROM prefd.orgs o WHERE pg_catalog.starts_with(o.name, coalesce(prefix, ''));
  END IF;
END $$;

RESET ROLE;
