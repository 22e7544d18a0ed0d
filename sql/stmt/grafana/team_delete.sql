-- Removes a team of the acting organisation, with its memberships and preferences.
-- $1 id or uid
-- row: id; none without the right. Refusal: PF050
DELETE FROM prefd.teams t
 USING prefd.team_id($1::text) wanted (id)
 WHERE t.org_id = prefd.current_org_id() AND t.id = wanted.id
RETURNING t.id;
