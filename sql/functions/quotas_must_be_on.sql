-- Refuses with PF037 unless quotas are on: what each function that shows or changes them asks, after the caller's right.
-- The worker says so when it connects (prefd.quotas); behind a pgbouncer, which takes no such option, the role does.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.quotas_must_be_on() RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF (pg_catalog.current_setting('prefd.quotas', true) OPERATOR(pg_catalog.=) 'on') IS NOT TRUE THEN
    RAISE EXCEPTION 'quotas are off' USING ERRCODE = 'PF037';
  END IF;
END $$;

RESET ROLE;
