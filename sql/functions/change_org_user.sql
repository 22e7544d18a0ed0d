-- Gives a member of the acting organisation another role. Returns the member's id. For those who manage it (PF010). Refuses
-- an unknown role (PF031), who is no member (PF032), and to leave no Admin (PF034).
-- Writes what the worker may not: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.change_org_user(id_or_uid text, given_role text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  new_role pg_catalog.text := prefd.known_role(given_role);
  member prefd.org_members := prefd.lock_org_user(id_or_uid);
BEGIN
  IF member.user_id IS NULL THEN
    RAISE EXCEPTION 'not a member' USING ERRCODE = 'PF032';
  ELSIF new_role OPERATOR(pg_catalog.<>) 'Admin' AND prefd.is_last_org_admin(member) THEN
    RAISE EXCEPTION 'last Admin of the organisation' USING ERRCODE = 'PF034';
  END IF;
  UPDATE prefd.org_members m SET role = new_role, updated_at = pg_catalog.now()
   WHERE m.org_id OPERATOR(pg_catalog.=) member.org_id AND m.user_id OPERATOR(pg_catalog.=) member.user_id;
  RETURN member.user_id;
END $$;

RESET ROLE;
