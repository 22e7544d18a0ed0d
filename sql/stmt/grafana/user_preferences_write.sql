-- Changes the preferences of the current user in the acting organisation: takes keys away, then sets keys.
-- $1 canonical keys to set (object), $2 keys to take away, $3 uid or $4 id of the home dashboard to look up, or both NULL
-- row: tag. Refusals: PF020; 42501 without an organisation
INSERT INTO prefd.preferences AS p (org_id, user_id, team_id, document)
VALUES (prefd.current_org_id(), prefd.current_user_id(), 0,
        CASE WHEN $3::text IS NULL AND $4::bigint IS NULL THEN $1::jsonb
             ELSE $1::jsonb || jsonb_build_object('homeDashboardUID', prefd.home_dashboard($3::text, $4::bigint)) END)
ON CONFLICT (org_id, user_id, team_id) DO UPDATE
   SET document = (p.document - $2::text[]) || excluded.document, version = p.version + 1, updated_at = now()
RETURNING concat_ws('-', p.org_id, p.user_id, p.team_id, p.version) AS tag;
