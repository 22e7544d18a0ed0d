-- Sets the home dashboard of the current user in the acting organisation; none given takes it away.
-- $1 id or NULL, $2 uid or NULL, which counts when both are given
-- row: tag. Refusals: PF020; 42501 without an organisation
INSERT INTO prefd.preferences AS p (org_id, user_id, team_id, document)
VALUES (prefd.current_org_id(), prefd.current_user_id(), 0,
        CASE WHEN coalesce($2::text, nullif($1::bigint, 0)::text, '') = '' THEN '{}'
             ELSE jsonb_build_object('homeDashboardUID', prefd.home_dashboard($2::text, $1::bigint)) END)
ON CONFLICT (org_id, user_id, team_id) DO UPDATE
   SET document = (p.document - '{homeDashboardId,homeDashboardUID}'::text[]) || excluded.document, version = p.version + 1,
       updated_at = now()
RETURNING concat_ws('-', p.org_id, p.user_id, p.team_id, p.version) AS tag;
