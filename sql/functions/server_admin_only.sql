-- Refuses everybody but server admins with PF010: what each definer function that looks at all organisations asks first.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.server_admin_only() RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT prefd.current_is_server_admin() THEN
    RAISE EXCEPTION 'not a server admin' USING ERRCODE = 'PF010';
  END IF;
END $$;

RESET ROLE;
