-- How many of something an organisation or a user may have, where it is not the default. -1: any number.

SET ROLE prefd_owner;

CREATE TABLE prefd.org_quotas (
  org_id bigint NOT NULL,
  target text   NOT NULL,
  most   bigint NOT NULL,
  CONSTRAINT org_quotas_pkey PRIMARY KEY (org_id, target),
  CONSTRAINT org_quotas_org_fkey FOREIGN KEY (org_id) REFERENCES prefd.orgs ON DELETE CASCADE,
  CONSTRAINT org_quotas_target_known CHECK (target IN ('api_key', 'dashboard', 'org_user')),
  CONSTRAINT org_quotas_most_valid CHECK (most >= -1)
);

CREATE TABLE prefd.user_quotas (
  user_id bigint NOT NULL,
  target  text   NOT NULL,
  most    bigint NOT NULL,
  CONSTRAINT user_quotas_pkey PRIMARY KEY (user_id, target),
  CONSTRAINT user_quotas_user_fkey FOREIGN KEY (user_id) REFERENCES prefd.users ON DELETE CASCADE,
  CONSTRAINT user_quotas_target_known CHECK (target IN ('org_user')),
  CONSTRAINT user_quotas_most_valid CHECK (most >= -1)
);

RESET ROLE;
