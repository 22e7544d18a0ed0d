-- Changes the preferences of a team: takes keys away, then sets keys.
-- $1 canonical keys to set (object), $2 keys to take away (NULL: all of Grafana's), $3 uid or $4 id of the home dashboard to
-- look up, or both NULL, $5 team: id or uid
-- row: tag. Refusals: PF050, PF020; 42501 without the right
SELECT prefd.write_preferences(0, prefd.team_id($5::text),
    CASE WHEN $3::text IS NULL AND $4::bigint IS NULL THEN $1::jsonb
         ELSE $1::jsonb || jsonb_build_object('homeDashboardUID', prefd.home_dashboard($3::text, $4::bigint)) END,
    coalesce($2::text[], prefd.grafana_keys())) AS tag;
