-- One preference of the owner.
-- $1 id as text
-- row: body, tag; none when there is none
SELECT prefd.selfcommunity_preference(p) AS body, concat_ws('-', p.org_id, p.user_id, p.id, p.version) AS tag FROM prefd.keyed_preferences p
 WHERE p.org_id = prefd.current_org_id() AND p.user_id = prefd.current_owner_id() AND p.id = prefd.decimal_id($1::text);
