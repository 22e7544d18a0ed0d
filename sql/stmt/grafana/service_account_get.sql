-- The profile of a service account of the acting organisation.
-- $1 id or uid
-- row: body, tag; none when there is no such account
SELECT body, concat_ws('-', u.id, u.version) AS tag
  FROM prefd.service_account_id($1::text) wanted (id), prefd.grafana_service_account(wanted.id) body, prefd.users u
 WHERE u.id = wanted.id AND body IS NOT NULL;
