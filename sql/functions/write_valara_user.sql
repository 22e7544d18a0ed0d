-- Changes whoever the path named, and returns them as they then are, with the entity tag. Refuses as update_person.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.write_valara_user(given jsonb) RETURNS TABLE (body json, tag text)
LANGUAGE plpgsql ROWS 1 AS $$
BEGIN
  PERFORM prefd.update_person(given);
  RETURN QUERY SELECT u.body, u.tag FROM prefd.valara_users() u WHERE u.id = prefd.current_owner_id();
END $$;

RESET ROLE;
