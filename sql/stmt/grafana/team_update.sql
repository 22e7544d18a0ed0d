-- Gives a team of the acting organisation another name and email.
-- $1 id or uid, $2 name, $3 email or NULL for none
-- row: tag; none without the right. Refusals: PF050; 23505 teams_name_key; 23514 teams_...
UPDATE prefd.teams t SET name = $2::text, email = coalesce($3::text, ''), updated_at = now()
  FROM prefd.team_id($1::text) wanted (id)
 WHERE t.org_id = prefd.current_org_id() AND t.id = wanted.id
RETURNING concat_ws('-', t.org_id, t.id, t.version) AS tag;
