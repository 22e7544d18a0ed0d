-- Makes an organisation the current one of the current user.
-- $1 organisation
-- row: its id. Refusal: PF030
SELECT prefd.use_org(prefd.current_user_id(), $1::bigint);
