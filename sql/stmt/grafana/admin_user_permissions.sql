-- Makes a person a server admin, or no longer one.
-- $1 id or uid, $2 whether; NULL: no
-- row: id; none when there is no such person. Refusal: PF043
SELECT prefd.set_server_admin(prefd.account_id($1::text), coalesce($2::boolean, false));
