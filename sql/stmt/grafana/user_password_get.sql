-- The stored password of the current user, once the guess at it is counted.
-- $1 guesses that a login has (0: no limit), $2 in how many seconds
-- row: hash; NULL when no password logs this user in, or no guess is left
SELECT prefd.own_password($1::integer, $2::integer), prefd.current_user_id();
