-- Whether there is this preference of the owner, before what is wrong with a request's body is told.
-- $1 id as text
-- row: id; none when there is none
SELECT p.id FROM prefd.keyed_preferences p
 WHERE p.org_id = prefd.current_org_id() AND p.user_id = prefd.current_owner_id() AND p.id = prefd.decimal_id($1::text);
