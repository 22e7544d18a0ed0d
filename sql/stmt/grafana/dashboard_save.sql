-- Creates or replaces a dashboard in the acting organisation.
-- $1 the dashboard object as sent, $2 whether a changed version may be overwritten
-- row: body, tag. Refusals: PF020, PF021, PF022; 23514 dashboards_..., 23505 dashboards_uid_key, 22003 id or version beyond 64
-- bits, 42501 for who is not Editor or Admin
SELECT row_to_json(answer) AS body, concat_ws('-', d.org_id, d.id, d.version) AS tag
  FROM prefd.save_dashboard($1::jsonb, $2::boolean) d,
       LATERAL (SELECT 'success' AS status, d.slug, d.version, d.id, d.uid, prefd.dashboard_url(d.uid, d.slug) AS url,
               '' AS "folderUid", d.title) answer;
