-- What lists show of a person is made when the account changes, not for each that asks: the digest of the email, the times as
-- text and JSON's quoting cost PostgreSQL more than finding the account.

SET ROLE prefd_owner;

-- IMMUTABLE, since none of what it calls heeds a setting here; the years are taken off in UTC for that.
CREATE FUNCTION prefd.grafana_listing(
  id bigint, uid text, name text, login text, email text, is_server_admin boolean, is_disabled boolean,
  last_seen_at timestamptz, created_at timestamptz) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY[
  concat('{"id":', id, ',"uid":', to_json(uid), ',"name":', to_json(name), ',"login":', to_json(login),
         ',"email":', to_json(email), ',"avatarUrl":"/avatar/', md5(email), '","isAdmin":', to_json(is_server_admin),
         ',"isDisabled":', to_json(is_disabled), ',"lastSeenAt":"',
         to_char(coalesce(last_seen_at AT TIME ZONE 'UTC', created_at AT TIME ZONE 'UTC' - interval '10 years'),
                 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         '","lastSeenAtAge":"'),
  concat('","authLabels":[],"isProvisioned":false,"created":"',
         to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '"}')];

ALTER TABLE prefd.users ADD COLUMN listing text[] NOT NULL GENERATED ALWAYS AS (
  prefd.grafana_listing(id, uid, name, login, email, is_server_admin, is_disabled, last_seen_at, created_at)) STORED;
COMMENT ON COLUMN prefd.users.listing IS 'A person in Grafana''s lists: the JSON before and after the age of lastSeenAt, which a clock changes.';

RESET ROLE;
