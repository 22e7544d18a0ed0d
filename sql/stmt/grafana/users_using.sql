-- Makes an organisation the current one of a person.
-- $1 id or uid, $2 organisation
-- row: its id. Refusals: PF030, PF045
SELECT prefd.use_org(prefd.account_id($1::text), $2::bigint);
