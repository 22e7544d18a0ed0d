-- Keeps a new hash of the password that was just found right.
-- $1 user id, $2 the hash it was compared with, $3 the new one
-- row: nothing of use
SELECT prefd.renew_password($1::bigint, $2::text, $3::text);
