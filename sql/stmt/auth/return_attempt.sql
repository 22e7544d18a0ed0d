-- Takes back the guess that begin_login counted, because it was right.
-- $1 user id, $2 address or NULL
-- row: nothing of use
SELECT prefd.return_attempt($1::bigint, $2::text);
