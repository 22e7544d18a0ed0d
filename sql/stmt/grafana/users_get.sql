-- The profile of a person.
-- $1 id or uid
-- row: body; none when there is no such person
SELECT prefd.user_profile(prefd.account_id($1::text)) AS body;
