-- What lists show of a person, before and after the age of lastSeenAt: what users.listing is made of whenever an account changes.
-- PL/pgSQL, since a function in SQL would be planned for each row that is written. IMMUTABLE, since none of what it calls heeds a
-- setting here; the years are taken off in UTC for that.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.grafana_listing(
  id bigint, uid text, name text, login text, email text, is_server_admin boolean, is_disabled boolean,
  last_seen_at timestamptz, created_at timestamptz) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN ARRAY[
    pg_catalog.concat(
      '{"id":', id, ',"uid":', pg_catalog.to_json(uid), ',"name":', pg_catalog.to_json(name), ',"login":', pg_catalog.to_json(login),
      ',"email":', pg_catalog.to_json(email), ',"avatarUrl":"/avatar/', pg_catalog.md5(email), '","isAdmin":',
      pg_catalog.to_json(is_server_admin), ',"isDisabled":', pg_catalog.to_json(is_disabled), ',"lastSeenAt":"',
      pg_catalog.to_char(
        coalesce(pg_catalog.timezone('UTC', last_seen_at), pg_catalog.timezone('UTC', created_at) OPERATOR(pg_catalog.-) interval '10 years'),
        'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      '","lastSeenAtAge":"'),
    pg_catalog.concat('","authLabels":[],"isProvisioned":false,"created":"',
                      pg_catalog.to_char(pg_catalog.timezone('UTC', created_at), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '"}')];
END $$;

RESET ROLE;
