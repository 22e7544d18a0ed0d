-- An organisation as Grafana's API shows it.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.grafana_org(org prefd.orgs) RETURNS json
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT row_to_json(shown)
    FROM (SELECT org.id, org.name,
                 json_build_object('address1', org.address1, 'address2', org.address2, 'city', org.city,
                                   'zipCode', org.zip_code, 'state', org.state, 'country', org.country) AS address) shown;
END;

RESET ROLE;
