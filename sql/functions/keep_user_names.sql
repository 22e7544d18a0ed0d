-- Keeps user_names: what no unique constraint on users can say, that no login is the email of another account, its primary
-- key says, whoever writes and however many at once. In the order of the names, so that two writers never wait for each
-- other. Definer: the worker writes users and nothing of this; each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.keep_user_names() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF TG_OP OPERATOR(pg_catalog.=) 'UPDATE' AND NEW.login OPERATOR(pg_catalog.=) OLD.login
     AND NEW.email OPERATOR(pg_catalog.=) OLD.email THEN
    RETURN NULL;
  END IF;
  IF TG_OP OPERATOR(pg_catalog.<>) 'INSERT' THEN
    DELETE FROM prefd.user_names n WHERE n.name OPERATOR(pg_catalog.=) ANY (ARRAY[OLD.login, OLD.email]);
  END IF;
  IF TG_OP OPERATOR(pg_catalog.<>) 'DELETE' THEN
    INSERT INTO prefd.user_names (name)
    SELECT DISTINCT given.name FROM pg_catalog.unnest(ARRAY[NEW.login, NEW.email]) given (name) ORDER BY given.name;
  END IF;
  RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION prefd.keep_user_names() TO prefd_owner;

RESET ROLE;
SET ROLE prefd_owner;

CREATE OR REPLACE TRIGGER users_names AFTER INSERT OR DELETE OR UPDATE OF login, email ON prefd.users
  FOR EACH ROW EXECUTE FUNCTION prefd.keep_user_names();

RESET ROLE;
