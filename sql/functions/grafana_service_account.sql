-- The profile of a service account of the acting organisation, as Grafana's API shows it; NULL when there is none.
-- VOLATILE on purpose: sees what its own statement has just created or changed.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.grafana_service_account(wanted_id bigint) RETURNS json
LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT row_to_json(profile)
            FROM (SELECT a.*, prefd.rfc3339(u.created_at) AS "createdAt", prefd.rfc3339(u.updated_at) AS "updatedAt",
                         '[]'::json AS teams, '' AS "requiredBy"
                    FROM prefd.grafana_service_accounts() a JOIN prefd.users u ON u.id = a.id
                   WHERE a.id = wanted_id) profile);
END $$;

RESET ROLE;
