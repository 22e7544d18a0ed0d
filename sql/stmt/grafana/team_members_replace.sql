-- Gives a team exactly these members and administrators.
-- $1 team: id or uid, $2 emails of members, $3 emails of administrators: arrays, or NULL for none
-- row: team. Refusals: PF050; 23503 team_members_member_fkey; 42501 without the right
SELECT prefd.replace_team_members(prefd.team_id($1::text), $2::jsonb, $3::jsonb);
