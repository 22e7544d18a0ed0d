-- Changes the preferences of whoever the path named: takes keys away, then sets keys.
-- $1 canonical keys to set (object), $2 keys to take away (array), $3 what was not valid: members of an object, or NULL
-- row: body, tag. Refusals: PF114 with $3; PF012 without an organisation
SELECT w.body, w.tag
  FROM prefd.write_valara_preferences($1::jsonb, ARRAY(SELECT jsonb_array_elements_text($2::jsonb)), $3::text) w;
