-- Changes the preferences of the current user in the acting organisation: takes keys away, then sets keys.
-- $1 canonical keys to set (object), $2 keys to take away (NULL: all of Grafana's), $3 uid or $4 id of the home dashboard to
-- look up, or both NULL
-- row: tag. Refusals: PF020; 42501 without an organisation
SELECT prefd.write_preferences(prefd.current_user_id(), 0,
    CASE WHEN $3::text IS NULL AND $4::bigint IS NULL THEN $1::jsonb
         ELSE $1::jsonb || jsonb_build_object('homeDashboardUID', prefd.home_dashboard($3::text, $4::bigint)) END,
    coalesce($2::text[], prefd.grafana_keys())) AS tag;
