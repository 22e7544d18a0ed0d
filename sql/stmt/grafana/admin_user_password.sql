-- A new password for a person.
-- $1 id or uid, $2 hash
-- row: id; none when there is no such person
SELECT prefd.set_password(prefd.account_id($1::text), $2::text, NULL);
