-- A new preference of the owner.
-- $1 key, $2 value
-- row: body, tag. Refusals: 23505 keyed_preferences_key_key; 23503 keyed_preferences_... when the owner has just gone
INSERT INTO prefd.keyed_preferences AS p (org_id, user_id, key, value)
VALUES (prefd.current_org_id(), prefd.current_owner_id(), $1::text, $2::json)
RETURNING prefd.selfcommunity_preference(p) AS body, concat_ws('-', p.org_id, p.user_id, p.id, p.version) AS tag;
