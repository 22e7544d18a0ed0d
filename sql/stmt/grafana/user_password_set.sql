-- A new password for the current user.
-- $1 hash, $2 the one that was compared with the old password
-- row: id; none when it has been changed since
SELECT prefd.set_password(prefd.current_user_id(), $1::text, $2::text);
