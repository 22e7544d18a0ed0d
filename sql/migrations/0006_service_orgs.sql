-- What organisation a service account belongs to, apart from the current one of a person: no index holds that, so that a person
-- who switches, or 100,000 whose organisation is deleted, is written in place (HOT) and not anew into every index.

SET ROLE prefd_owner;

ALTER TABLE prefd.users ADD COLUMN service_org_id bigint GENERATED ALWAYS AS (CASE WHEN is_service_account THEN org_id END) STORED;
CREATE INDEX users_service_org ON prefd.users (service_org_id) WHERE service_org_id IS NOT NULL;
DROP INDEX prefd.users_service_accounts;
DROP INDEX prefd.users_org;
COMMENT ON COLUMN prefd.users.service_org_id IS 'The organisation of a service account; NULL: a person.';

RESET ROLE;
