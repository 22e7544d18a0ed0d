-- Makes an organisation the current one of the current user.
-- $1 organisation
-- row: its id. Refusal: PF030
SELECT prefd.use_org($1::bigint);
