-- Disables the account of a person.
-- $1 id or uid
-- row: id; none when there is no such person
SELECT prefd.set_disabled(prefd.account_id($1::text), true);
