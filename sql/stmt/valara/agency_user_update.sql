-- Changes whoever the path named.
-- $1 what to change: name, role, manager_id (object)
-- row: body, tag. Refusals: PF110, PF111, PF112, PF113; users_name_length
SELECT w.body, w.tag FROM prefd.write_valara_user($1::jsonb) w;
