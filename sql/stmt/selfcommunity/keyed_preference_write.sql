-- Changes a preference of the owner, or only when it was last updated.
-- $1 id as text, $2 new key, $3 new value; NULL: stays
-- row: body, tag; none when there is none. Refusals: PF080; 23505 keyed_preferences_key_key
UPDATE prefd.keyed_preferences p SET key = coalesce($2::text, p.key), value = coalesce($3::json, p.value)
 WHERE p.org_id = prefd.current_org_id() AND p.user_id = prefd.current_owner_id() AND p.id = prefd.decimal_id($1::text)
RETURNING prefd.selfcommunity_preference(p) AS body, concat_ws('-', p.org_id, p.user_id, p.id, p.version) AS tag;
