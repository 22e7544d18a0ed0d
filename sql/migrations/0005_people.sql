-- Accounts are found by any part of their names; a name, be it a login or an email, is that of one account; help flags.
-- pg_trgm is trusted: who may CREATE in the database may create it. It may also be there already, in any schema.

CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;

SET ROLE prefd_owner;

ALTER TABLE prefd.users
  ADD COLUMN help_flags bigint NOT NULL DEFAULT 0,
  ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (lower(name || E'\n' || login || E'\n' || email)) STORED,
  ADD CONSTRAINT users_theme_length CHECK (char_length(theme) <= 190);
ALTER TABLE prefd.users SET (fillfactor = 90);
CREATE INDEX users_persons ON prefd.users (login, id) WHERE NOT is_service_account;
CREATE INDEX users_server_admins ON prefd.users (id) WHERE is_server_admin;
COMMENT ON COLUMN prefd.users.search_text IS 'What a search looks at: name, login and email, in lower case.';

DO $$
BEGIN
  EXECUTE format('CREATE INDEX users_search ON prefd.users USING gin (search_text %I.gin_trgm_ops) WHERE NOT is_service_account',
                 (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'pg_trgm'));
END $$;

CREATE TABLE prefd.user_names (
  name text NOT NULL,
  CONSTRAINT user_names_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE prefd.user_names IS 'Every login and every email, once: no login may be the email of another account. Kept by a trigger of users.';

-- The owner sees no row; the admin's grants and policies come later.
GRANT SELECT ON prefd.users TO prefd_admin;
GRANT INSERT ON prefd.user_names TO prefd_admin;
RESET ROLE;
SET ROLE prefd_admin;
INSERT INTO prefd.user_names (name)
SELECT login FROM prefd.users UNION ALL SELECT email FROM prefd.users WHERE email <> login;

RESET ROLE;
