-- When an account was last seen, as Grafana has it: one that never was, ten years before it was made (facts: grafana 5).

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.seen_at(last_seen_at timestamptz, created_at timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(last_seen_at, created_at - interval '10 years');

RESET ROLE;
