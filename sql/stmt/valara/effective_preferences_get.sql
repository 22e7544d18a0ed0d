-- The effective preferences of whoever the path named.
-- row: body, tag
SELECT r.body, r.tag FROM prefd.read_valara_preferences() r;
