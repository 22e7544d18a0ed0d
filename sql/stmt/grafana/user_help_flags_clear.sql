-- The current user has seen no help.
-- row: body
UPDATE prefd.users u SET help_flags = 0
 WHERE u.id = prefd.current_user_id()
RETURNING json_build_object('message', 'Help flag set', 'helpFlags1', u.help_flags) AS body;
