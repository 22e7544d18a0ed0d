-- Whether there is this preference of the owner as the request expects it, before what is wrong with its body is told.
-- $1 id as text
-- row: nothing of use; none when there is none. Refusal: PF080
SELECT prefd.expect_tag('keyed_preferences', concat_ws('-', p.org_id, p.user_id, p.id, p.version)) FROM prefd.keyed_preferences p
 WHERE p.org_id = prefd.current_org_id() AND p.user_id = prefd.current_owner_id() AND p.id = prefd.decimal_id($1::text);
