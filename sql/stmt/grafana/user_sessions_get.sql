-- The caller's sessions.
-- row: the array
SELECT prefd.sessions_of(prefd.current_user_id());
