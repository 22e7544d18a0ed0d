-- Deletes the account of a person.
-- $1 id or uid
-- row: id; none when there is no such person. Refusal: PF043
SELECT prefd.delete_person(prefd.account_id($1::text));
