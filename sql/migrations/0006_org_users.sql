-- The service accounts of an organisation, few among its members, are counted without a look at those.

SET ROLE prefd_owner;

CREATE INDEX users_service_accounts ON prefd.users (org_id) WHERE is_service_account;

RESET ROLE;
