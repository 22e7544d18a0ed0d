-- Deletes an organisation and everything in it.
-- $1 organisation
-- row: its id; none when there is no such organisation. Refusals: PF010, PF036
SELECT gone.id FROM prefd.delete_org($1::bigint) gone (id) WHERE gone.id IS NOT NULL;
