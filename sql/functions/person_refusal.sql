-- What an agency's rules say to a caller about another of its members, both in the acting organisation: the SQLSTATE of the
-- refusal, or NULL (facts: valara 4). An owner may everybody, a broker or photographer their team. Who is no member, or is an
-- administrator of the server, is as good as not there.
-- Part of definer functions and callable by them alone: qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.person_refusal(org bigint, caller bigint, person bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  held pg_catalog.text;
BEGIN
  IF NOT EXISTS (SELECT FROM prefd.org_members m JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) m.user_id
                  WHERE m.org_id OPERATOR(pg_catalog.=) org AND m.user_id OPERATOR(pg_catalog.=) person
                    AND NOT u.is_server_admin AND NOT u.is_service_account) THEN
    RETURN 'PF111';
  END IF;
  SELECT prefd.agency_role(m.agency_role, m.role) INTO held
    FROM prefd.org_members m WHERE m.org_id OPERATOR(pg_catalog.=) org AND m.user_id OPERATOR(pg_catalog.=) caller;
  RETURN CASE WHEN held OPERATOR(pg_catalog.=) 'owner' THEN NULL
              WHEN held OPERATOR(pg_catalog.=) ANY ('{broker,photographer}'::pg_catalog.text[])
                   AND prefd.is_in_team(org, person, caller) THEN NULL
              ELSE 'PF110' END;
END $$;

RESET ROLE;
