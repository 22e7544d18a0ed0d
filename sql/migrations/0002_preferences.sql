-- One row of preferences per organisation and subject: the organisation itself (user 0, team 0), a team or a user.
-- The document holds canonical keys that are set; an unset key is absent, never an empty string.

SET ROLE prefd_owner;

CREATE TABLE prefd.preferences (
  org_id     bigint      NOT NULL,
  user_id    bigint      NOT NULL DEFAULT 0,
  team_id    bigint      NOT NULL DEFAULT 0,
  document   jsonb       NOT NULL,
  version    integer     NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  account_id bigint      GENERATED ALWAYS AS (nullif(user_id, 0)) STORED,
  CONSTRAINT preferences_pkey PRIMARY KEY (org_id, user_id, team_id),
  CONSTRAINT preferences_one_subject CHECK (user_id = 0 OR team_id = 0),
  CONSTRAINT preferences_document_object CHECK (jsonb_typeof(document) = 'object'),
  CONSTRAINT preferences_org_fkey FOREIGN KEY (org_id) REFERENCES prefd.orgs ON DELETE CASCADE,
  CONSTRAINT preferences_account_fkey FOREIGN KEY (account_id) REFERENCES prefd.users ON DELETE CASCADE
) WITH (fillfactor = 80);
CREATE INDEX preferences_account ON prefd.preferences (account_id);
COMMENT ON COLUMN prefd.preferences.account_id IS 'user_id where it names a user: what the foreign key can follow.';

RESET ROLE;
