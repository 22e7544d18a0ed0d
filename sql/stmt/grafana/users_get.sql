-- The profile of a person.
-- $1 id or uid
-- row: body, tag; none when there is no such person
SELECT profile AS body, concat_ws('-', u.id, u.version) AS tag
  FROM prefd.account_id($1::text) wanted (id), prefd.user_profile(wanted.id) profile, prefd.users u
 WHERE u.id = wanted.id;
