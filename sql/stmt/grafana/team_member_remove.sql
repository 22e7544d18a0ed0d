-- Ends a membership of a team. That the team must be there is a condition of its own, so that it is judged first.
-- $1 team: id or uid, $2 account: id or uid
-- row: account; none when there is no such member or no right. Refusal: PF050
DELETE FROM prefd.team_members m
 WHERE prefd.team_id($1::text) IS NOT NULL
   AND m.org_id = prefd.current_org_id() AND m.team_id = prefd.team_id($1::text) AND m.user_id = prefd.account_id($2::text)
RETURNING m.user_id;
