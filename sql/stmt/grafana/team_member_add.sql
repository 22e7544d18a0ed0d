-- Makes a person a member of a team. Account 0 is nobody's: it fails the foreign key as an account outside the organisation.
-- $1 team: id or uid, $2 account
-- row: account. Refusals: PF050; 23505 team_members_pkey; 23503 team_members_member_fkey; 42501 without the right
INSERT INTO prefd.team_members (org_id, team_id, user_id)
VALUES (prefd.current_org_id(), prefd.team_id($1::text),
        coalesce((SELECT u.id FROM prefd.users u WHERE u.id = $2::bigint AND NOT u.is_service_account), 0))
RETURNING user_id;
