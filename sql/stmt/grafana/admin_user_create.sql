-- Makes an account of a person.
-- $1 name, $2 email, $3 login, $4 organisation or NULL or 0, $5 hash of the password
-- row: body. Refusals: PF040 to PF042
SELECT json_build_object('id', made.id, 'uid', made.uid, 'message', 'User created') AS body
  FROM prefd.create_person($3::text, $2::text, $1::text, nullif($4::bigint, 0), $5::text) made;
