-- The teams of an account in the acting organisation, by name.
-- $1 account: id or uid
-- row: body, an array; none when there is no such account
SELECT (SELECT coalesce(json_agg(row_to_json(shown) ORDER BY shown.name), '[]')
          FROM prefd.team_members m JOIN prefd.grafana_teams() shown ON shown.id = m.team_id
         WHERE m.org_id = prefd.current_org_id() AND m.user_id = account.id) AS body
  FROM prefd.account_id($1::text) account (id)
 WHERE account.id IS NOT NULL;
