-- Ends one of the caller's sessions.
-- $1 id. Refusals: PF074, PF075
SELECT prefd.revoke_session(prefd.current_user_id(), $1::bigint);
