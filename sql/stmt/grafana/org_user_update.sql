-- Gives a member of the organisation acted in another role.
-- $1 id or uid of the member, $2 role
-- row: its id. Refusals: PF010, PF031, PF032, PF034
SELECT prefd.change_org_user($1::text, $2::text);
