-- The stored password of the current user.
-- row: hash; NULL or no row when no password logs this user in
SELECT prefd.own_password();
