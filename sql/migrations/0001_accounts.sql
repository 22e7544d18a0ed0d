-- Who there is: organisations, users, memberships, access tokens; and the record of applied schema files.
-- Accounts are global, memberships tie them to organisations. Never edited once released: add a new file.

CREATE SCHEMA prefd AUTHORIZATION prefd_owner;
GRANT USAGE, CREATE ON SCHEMA prefd TO prefd_admin;

SET ROLE prefd_owner;

CREATE TABLE prefd.schema_files (
  name       text        NOT NULL,
  checksum   text        NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT schema_files_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE prefd.schema_files IS 'What prefctl migrate applied, with the SHA-256 of its text.';

CREATE TABLE prefd.orgs (
  id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  name       text        NOT NULL,
  version    integer     NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT orgs_pkey PRIMARY KEY (id),
  CONSTRAINT orgs_name_key UNIQUE (name),
  CONSTRAINT orgs_name_length CHECK (char_length(name) BETWEEN 1 AND 190)
);

CREATE TABLE prefd.users (
  id                 bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  uid                text        NOT NULL DEFAULT gen_random_uuid()::text,
  login              text        NOT NULL,
  email              text        NOT NULL,
  name               text        NOT NULL DEFAULT '',
  theme              text        NOT NULL DEFAULT '',
  password_hash      text,
  credential_version bigint      NOT NULL DEFAULT 1,
  is_server_admin    boolean     NOT NULL DEFAULT false,
  is_disabled        boolean     NOT NULL DEFAULT false,
  is_service_account boolean     NOT NULL DEFAULT false,
  org_id             bigint,
  version            integer     NOT NULL DEFAULT 1,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  last_seen_at       timestamptz,
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_uid_key UNIQUE (uid),
  CONSTRAINT users_login_key UNIQUE (login),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_login_lower CHECK (login = lower(login)),
  CONSTRAINT users_email_lower CHECK (email = lower(email)),
  CONSTRAINT users_login_length CHECK (char_length(login) BETWEEN 1 AND 190),
  CONSTRAINT users_email_length CHECK (char_length(email) BETWEEN 1 AND 190),
  CONSTRAINT users_name_length CHECK (char_length(name) <= 255),
  CONSTRAINT users_service_account_no_password CHECK (NOT is_service_account OR password_hash IS NULL),
  CONSTRAINT users_service_account_no_admin CHECK (NOT is_service_account OR NOT is_server_admin),
  CONSTRAINT users_org_fkey FOREIGN KEY (org_id) REFERENCES prefd.orgs ON DELETE SET NULL
);
CREATE INDEX users_org ON prefd.users (org_id);
COMMENT ON COLUMN prefd.users.org_id IS 'The current organisation: where the user acts when a request names none.';
COMMENT ON COLUMN prefd.users.password_hash IS 'Argon2id as a PHC string; NULL: no password logs this user in.';
COMMENT ON COLUMN prefd.users.credential_version IS 'Raised by a trigger when the password or is_disabled changes: earlier verifications end.';

CREATE TABLE prefd.org_members (
  org_id     bigint      NOT NULL,
  user_id    bigint      NOT NULL,
  role       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT org_members_pkey PRIMARY KEY (org_id, user_id),
  CONSTRAINT org_members_org_fkey FOREIGN KEY (org_id) REFERENCES prefd.orgs ON DELETE CASCADE,
  CONSTRAINT org_members_user_fkey FOREIGN KEY (user_id) REFERENCES prefd.users ON DELETE CASCADE,
  CONSTRAINT org_members_role_known CHECK (role IN ('None', 'Viewer', 'Editor', 'Admin'))
);
CREATE INDEX org_members_user ON prefd.org_members (user_id, org_id);

CREATE TABLE prefd.tokens (
  id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  user_id     bigint      NOT NULL,
  org_id      bigint,
  name        text        NOT NULL,
  secret_hash bytea       NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz,
  revoked_at  timestamptz,
  CONSTRAINT tokens_pkey PRIMARY KEY (id),
  CONSTRAINT tokens_secret_hash_key UNIQUE (secret_hash),
  CONSTRAINT tokens_secret_hash_size CHECK (octet_length(secret_hash) = 32),
  CONSTRAINT tokens_user_name_key UNIQUE (user_id, name),
  CONSTRAINT tokens_name_length CHECK (char_length(name) BETWEEN 1 AND 190),
  CONSTRAINT tokens_user_fkey FOREIGN KEY (user_id) REFERENCES prefd.users ON DELETE CASCADE,
  CONSTRAINT tokens_org_fkey FOREIGN KEY (org_id) REFERENCES prefd.orgs ON DELETE CASCADE
);
CREATE INDEX tokens_org ON prefd.tokens (org_id);
COMMENT ON COLUMN prefd.tokens.secret_hash IS 'SHA-256 of the whole secret; the secret itself is stored nowhere.';
COMMENT ON COLUMN prefd.tokens.org_id IS 'The only organisation it acts in; NULL: as its user does. Service accounts always have one.';

RESET ROLE;
