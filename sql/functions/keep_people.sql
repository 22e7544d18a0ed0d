-- Keeps people, which is what a search reads: whoever writes, in the same transaction. Definer: the worker writes users and
-- nothing of this; each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.keep_people() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF TG_OP OPERATOR(pg_catalog.=) 'INSERT' THEN
    INSERT INTO prefd.people (id, login, search_text) VALUES (NEW.id, NEW.login, NEW.search_text);
  ELSIF TG_OP OPERATOR(pg_catalog.=) 'UPDATE' THEN
    UPDATE prefd.people p SET login = NEW.login, search_text = NEW.search_text WHERE p.id OPERATOR(pg_catalog.=) NEW.id;
  ELSE
    DELETE FROM prefd.people p WHERE p.id OPERATOR(pg_catalog.=) OLD.id;
  END IF;
  RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION prefd.keep_people() TO prefd_owner;

RESET ROLE;
SET ROLE prefd_owner;

CREATE OR REPLACE TRIGGER users_people_new AFTER INSERT ON prefd.users
  FOR EACH ROW WHEN (NOT NEW.is_service_account) EXECUTE FUNCTION prefd.keep_people();
CREATE OR REPLACE TRIGGER users_people_changed AFTER UPDATE OF login, email, name ON prefd.users
  FOR EACH ROW WHEN (NEW.login <> OLD.login OR NEW.search_text <> OLD.search_text) EXECUTE FUNCTION prefd.keep_people();
CREATE OR REPLACE TRIGGER users_people_gone AFTER DELETE ON prefd.users
  FOR EACH ROW WHEN (NOT OLD.is_service_account) EXECUTE FUNCTION prefd.keep_people();

RESET ROLE;
