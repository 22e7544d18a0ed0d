-- An organisation, and its first Admin when one is named.
-- $1 name, $2 login of the Admin or NULL
-- row: id, name; none, and nothing is made, when there is no such login
WITH admin AS (
  SELECT id FROM prefd.users WHERE login = lower(btrim($2::text)) AND NOT is_service_account
), org AS (
  INSERT INTO prefd.orgs (name)
  SELECT btrim($1::text) WHERE $2::text IS NULL OR EXISTS (SELECT FROM admin)
  RETURNING id, name
), membership AS (
  INSERT INTO prefd.org_members (org_id, user_id, role)
  SELECT org.id, admin.id, 'Admin' FROM org, admin
)
SELECT id, name FROM org;
