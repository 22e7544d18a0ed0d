-- Adds a help flag to those the current user has seen.
-- $1 its bit
-- row: body
UPDATE prefd.users u SET help_flags = u.help_flags | $1::bigint
 WHERE u.id = prefd.current_user_id()
RETURNING json_build_object('message', 'Help flag set', 'helpFlags1', u.help_flags) AS body;
