-- A time with all of its digits: RFC 3339, UTC, 2026-11-21T10:00:00.123456Z.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.rfc3339_microseconds(moment timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

RESET ROLE;
