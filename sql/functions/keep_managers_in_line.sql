-- Refuses (PF112) a manager who is, over however many others, managed by the member. The organisation is locked first: of two
-- changes at once that would only together close a circle, the later one sees the other.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.keep_managers_in_line() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) NEW.org_id FOR NO KEY UPDATE;
  IF EXISTS (
    WITH RECURSIVE above (user_id) AS (
      SELECT NEW.manager_id
      UNION
      SELECT m.manager_id FROM above
        JOIN prefd.org_members m ON m.org_id OPERATOR(pg_catalog.=) NEW.org_id AND m.user_id OPERATOR(pg_catalog.=) above.user_id
       WHERE m.manager_id IS NOT NULL)
    SELECT FROM above WHERE above.user_id OPERATOR(pg_catalog.=) NEW.user_id) THEN
    RAISE EXCEPTION 'managers in a circle' USING ERRCODE = 'PF112';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER org_members_manager_line AFTER INSERT OR UPDATE OF manager_id ON prefd.org_members
  FOR EACH ROW WHEN (NEW.manager_id IS NOT NULL) EXECUTE FUNCTION prefd.keep_managers_in_line();

RESET ROLE;
