-- Preferences that clients name themselves: any JSON value under a key, one set for each person in each organisation. And
-- access tokens that come with another one to renew them by.

SET ROLE prefd_owner;

CREATE TABLE prefd.keyed_preferences (
  org_id          bigint      NOT NULL,
  user_id         bigint      NOT NULL,
  id              bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  key             text        NOT NULL COLLATE "C",
  value           json        NOT NULL,
  version         integer     NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  last_updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT keyed_preferences_pkey PRIMARY KEY (org_id, user_id, id),
  CONSTRAINT keyed_preferences_key_key UNIQUE (org_id, user_id, key),
  CONSTRAINT keyed_preferences_key_length CHECK (char_length(key) BETWEEN 1 AND 255),
  CONSTRAINT keyed_preferences_value_length CHECK (octet_length(value::text) <= 65536),
  CONSTRAINT keyed_preferences_value_present CHECK (json_typeof(value) <> 'null'),
  CONSTRAINT keyed_preferences_org_fkey FOREIGN KEY (org_id) REFERENCES prefd.orgs ON DELETE CASCADE,
  CONSTRAINT keyed_preferences_user_fkey FOREIGN KEY (user_id) REFERENCES prefd.users ON DELETE CASCADE
);
CREATE INDEX keyed_preferences_user ON prefd.keyed_preferences (user_id);
COMMENT ON COLUMN prefd.keyed_preferences.value IS 'json, not jsonb: every digit stays as the client wrote it.';

ALTER TABLE prefd.tokens
  ADD COLUMN refresh_hash bytea,
  ADD COLUMN refresh_expires_at timestamptz,
  ADD CONSTRAINT tokens_refresh_hash_key UNIQUE (refresh_hash),
  ADD CONSTRAINT tokens_refresh_hash_size CHECK (octet_length(refresh_hash) = 32),
  ADD CONSTRAINT tokens_refresh_expires CHECK ((refresh_hash IS NULL) = (refresh_expires_at IS NULL));
COMMENT ON COLUMN prefd.tokens.refresh_hash IS 'SHA-256 of the secret that renews this token, once; NULL: it cannot be renewed.';

RESET ROLE;
