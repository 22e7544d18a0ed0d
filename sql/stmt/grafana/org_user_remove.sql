-- Takes a member out of the organisation acted in, and leaves the account.
-- $1 id or uid of the member
-- row: always one. Refusals: PF010, PF032, PF035
SELECT prefd.remove_org_user($1::text, false);
