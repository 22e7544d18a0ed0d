-- A time as the APIs write it: RFC 3339, UTC, whole seconds, 2026-11-21T10:00:00Z.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.rfc3339(moment timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

RESET ROLE;
