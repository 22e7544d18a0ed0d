-- Sets the home dashboard of the current user in the acting organisation; none given takes it away.
-- $1 id or NULL, $2 uid or NULL, which counts when both are given
-- row: tag. Refusals: PF020; 42501 without an organisation
SELECT prefd.write_preferences(prefd.current_user_id(), 0,
    CASE WHEN coalesce($2::text, nullif($1::bigint, 0)::text, '') = '' THEN '{}'
         ELSE jsonb_build_object('homeDashboardUID', prefd.home_dashboard($2::text, $1::bigint)) END,
    '{homeDashboardId,homeDashboardUID}'::text[]) AS tag;
