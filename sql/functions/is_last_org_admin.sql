-- Whether a member is the only person who is Admin of the organisation. True for as long as the organisation is locked, as by
-- lock_org_user. Part of definer functions and callable by them alone: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.is_last_org_admin(member prefd.org_members) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  RETURN member.role OPERATOR(pg_catalog.=) 'Admin' AND NOT EXISTS (
    SELECT FROM prefd.org_members m JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) m.user_id
     WHERE m.org_id OPERATOR(pg_catalog.=) member.org_id AND m.user_id OPERATOR(pg_catalog.<>) member.user_id
       AND m.role OPERATOR(pg_catalog.=) 'Admin' AND NOT u.is_service_account);
END $$;

RESET ROLE;
