-- Changes a service account of the acting organisation.
-- $1 id or uid, $2 name, $3 role, $4 whether it is disabled; NULL: as it is
-- row: body; none when there is no such account. Refusals: PF060, PF061; 23505 where the name is taken, 23514 users_name_length
SELECT json_build_object('message', 'Service account updated', 'id', profile -> 'id', 'name', profile -> 'name',
                         'serviceaccount', profile) AS body
  FROM prefd.grafana_service_account(
         prefd.update_service_account(prefd.service_account_id($1::text), $2::text, $3::text, $4::boolean)) AS profile
 WHERE profile IS NOT NULL;
