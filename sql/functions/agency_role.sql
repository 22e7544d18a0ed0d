-- The role of a member of an agency: the one given, else what Grafana's role says (facts: valara 4). Inlined.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.agency_role(given text, org_role text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(given, CASE org_role WHEN 'Admin' THEN 'owner' ELSE 'viewer' END);

RESET ROLE;
