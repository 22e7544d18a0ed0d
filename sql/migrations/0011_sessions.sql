-- Sessions of browsers: who signed in with a password, and by which secret the cookie is known.

SET ROLE prefd_owner;

CREATE TABLE prefd.sessions (
  id            bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  user_id       bigint      NOT NULL,
  secret_hash   bytea       NOT NULL,
  previous_hash bytea,
  rotated_at    timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  seen_at       timestamptz,
  idle          interval    NOT NULL,
  expires_at    timestamptz NOT NULL,
  revoked_at    timestamptz,
  client_ip     text        NOT NULL,
  user_agent    text        NOT NULL,
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_secret_hash_key UNIQUE (secret_hash),
  CONSTRAINT sessions_previous_hash_key UNIQUE (previous_hash),
  CONSTRAINT sessions_secret_hash_size CHECK (octet_length(secret_hash) = 32),
  CONSTRAINT sessions_user_fkey FOREIGN KEY (user_id) REFERENCES prefd.users ON DELETE CASCADE
);
CREATE INDEX sessions_user ON prefd.sessions (user_id);
CREATE INDEX sessions_expiry ON prefd.sessions (expires_at);
COMMENT ON COLUMN prefd.sessions.secret_hash IS 'SHA-256 of the cookie''s value; the value itself is stored nowhere.';
COMMENT ON COLUMN prefd.sessions.previous_hash IS 'Of the value before rotated_at, which is good for a little longer.';
COMMENT ON COLUMN prefd.sessions.seen_at IS 'To the minute; NULL: not since it was opened.';
COMMENT ON COLUMN prefd.sessions.idle IS 'It ends when it was not seen for so long.';
COMMENT ON COLUMN prefd.sessions.expires_at IS 'It ends then, seen or not. What is over is swept.';

RESET ROLE;
