-- Records of requests that were in no organisation, 0 until now, are kept by their caller, -user_id.

SET ROLE prefd_owner;

GRANT SELECT, UPDATE ON prefd.idempotency_records TO prefd_admin;
SET ROLE prefd_admin;
UPDATE prefd.idempotency_records SET org_id = -user_id WHERE org_id = 0;

RESET ROLE;
