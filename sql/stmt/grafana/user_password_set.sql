-- A new password for the current user.
-- $1 hash
-- row: id
SELECT prefd.set_password(prefd.current_user_id(), $1::text);
