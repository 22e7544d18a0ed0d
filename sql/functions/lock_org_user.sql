-- A member of the acting organisation, by id or uid, ready to be changed; all NULL: who is none. The organisation is locked
-- first: changes of one organisation's members go one after the other, so that what is then asked of them stays true.
-- For those who manage it (PF010); a service account is no user (PF032).
-- Part of definer functions and callable by them alone: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.lock_org_user(id_or_uid text) RETURNS prefd.org_members
LANGUAGE plpgsql AS $$
DECLARE
  acting_org pg_catalog.int8 := prefd.managed_org();
  number pg_catalog.int8 := CASE WHEN id_or_uid OPERATOR(pg_catalog.~) '^[+-]?[0-9]+$' THEN id_or_uid::pg_catalog.int8 END;
  found_account prefd.users;
  member prefd.org_members;
BEGIN
  PERFORM FROM prefd.orgs o WHERE o.id OPERATOR(pg_catalog.=) acting_org FOR NO KEY UPDATE;
  SELECT u.* INTO found_account
    FROM prefd.users u
   WHERE u.id OPERATOR(pg_catalog.=) number OR u.uid OPERATOR(pg_catalog.=) id_or_uid;
  SELECT m.* INTO member
    FROM prefd.org_members m
   WHERE m.org_id OPERATOR(pg_catalog.=) acting_org AND m.user_id OPERATOR(pg_catalog.=) found_account.id
     FOR UPDATE;
  IF member.user_id IS NOT NULL AND found_account.is_service_account THEN
    RAISE EXCEPTION 'not a user' USING ERRCODE = 'PF032';
  END IF;
  RETURN member;
END $$;

RESET ROLE;
