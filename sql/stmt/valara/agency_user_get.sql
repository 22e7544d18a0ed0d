-- Whoever the path named.
-- row: body, tag
SELECT u.body, u.tag FROM prefd.valara_users() u WHERE u.id = prefd.current_owner_id();
