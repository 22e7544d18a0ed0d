-- The stored list of cookie kinds as Grafana's API shows it: an object from each name, once, to an empty object.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.grafana_cookies(names jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT concat('{', string_agg(to_json(name) || ':{}', ',' ORDER BY position), '}')
    FROM (SELECT name, min(position) AS position
            FROM jsonb_array_elements_text(names) WITH ORDINALITY AS given (name, position)
           GROUP BY name) kinds;
END;

RESET ROLE;
