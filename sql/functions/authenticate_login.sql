-- The context statement of a request whose password is exchanged for what outlives it, a session or a token. As
-- authenticate_user, and until the request is done the account stays as it is: a change of the password either finds what
-- was made, and ends it, or is found here (PF006). Looks at every account: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.authenticate_login(user_id bigint, credential_version bigint, wanted_org bigint, demand text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM FROM prefd.users u WHERE u.id OPERATOR(pg_catalog.=) authenticate_login.user_id FOR SHARE;
  RETURN prefd.authenticate_user(user_id, credential_version, wanted_org, demand);
END $$;

RESET ROLE;
