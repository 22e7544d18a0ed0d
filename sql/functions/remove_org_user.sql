-- Takes somebody out of the acting organisation; another organisation of theirs becomes the current one if this was it. Who is
-- no member stays none. Whether the account itself was deleted: only when that is asked for, and only that of a member who
-- was in no other organisation and is no server admin. For those who manage the organisation (PF010). Refuses to leave no
-- Admin (PF035). Writes what the worker may not: qualified.
-- The account is locked before its other memberships are looked at: of two removals at once, the later one sees none left.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.remove_org_user(id_or_uid text, or_account boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  member prefd.org_members := prefd.lock_org_user(id_or_uid);
  is_server_admin pg_catalog.bool;
  other_org pg_catalog.int8;
BEGIN
  IF prefd.is_last_org_admin(member) THEN
    RAISE EXCEPTION 'last Admin of the organisation' USING ERRCODE = 'PF035';
  END IF;
  DELETE FROM prefd.org_members m
   WHERE m.org_id OPERATOR(pg_catalog.=) member.org_id AND m.user_id OPERATOR(pg_catalog.=) member.user_id;
  SELECT u.is_server_admin INTO is_server_admin FROM prefd.users u WHERE u.id OPERATOR(pg_catalog.=) member.user_id FOR UPDATE;
  SELECT pg_catalog.min(m.org_id) INTO other_org FROM prefd.org_members m WHERE m.user_id OPERATOR(pg_catalog.=) member.user_id;
  IF or_account AND other_org IS NULL AND NOT is_server_admin THEN
    DELETE FROM prefd.users u WHERE u.id OPERATOR(pg_catalog.=) member.user_id;
    RETURN true;
  END IF;
  UPDATE prefd.users u SET org_id = other_org
   WHERE u.id OPERATOR(pg_catalog.=) member.user_id AND u.org_id OPERATOR(pg_catalog.=) member.org_id;
  RETURN false;
END $$;

RESET ROLE;
