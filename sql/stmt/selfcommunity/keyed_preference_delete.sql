-- Deletes a preference of the owner.
-- $1 id as text
-- row: id; none when there is none. Refusal: PF080
DELETE FROM prefd.keyed_preferences p
 WHERE p.org_id = prefd.current_org_id() AND p.user_id = prefd.current_owner_id() AND p.id = prefd.decimal_id($1::text)
RETURNING p.id;
