-- Creates a dashboard in the acting organisation, or replaces the one that its id or uid names. The current user's rights
-- decide: the policies hold. Returns the row as it is now.
-- id, uid, title and version are read from the given object and kept in columns; a missing version counts as 0.
-- Refuses (22003) a content that its numbers, which PostgreSQL writes out in full, make far longer than what is stored: 1e308,
-- 5 bytes when sent, is 309 for every reader; and tags of more than 4 KiB, since a search shows those of many dashboards.
-- Refuses as dashboard_to_replace does, and with PF021 when the version is not the current one and overwrite is false.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.save_dashboard(given jsonb, overwrite boolean) RETURNS prefd.dashboards
LANGUAGE plpgsql AS $$
DECLARE
  given_uid pg_catalog.text := nullif(given ->> 'uid', '');
  given_title pg_catalog.text := coalesce(btrim(given ->> 'title'), '');
  content pg_catalog.jsonb := given - '{id,uid,title,version}'::pg_catalog.text[];
  saved prefd.dashboards := prefd.dashboard_to_replace(nullif(prefd.json_integer(given -> 'id'), 0), given_uid);
BEGIN
  IF octet_length(content::pg_catalog.text) > 1048576 + 4 * pg_column_size(content) THEN
    RAISE EXCEPTION 'numbers too long' USING ERRCODE = 'numeric_value_out_of_range';
  ELSIF octet_length(prefd.dashboard_tags(content)::pg_catalog.text) > 4096 THEN
    RAISE EXCEPTION 'tags too long' USING ERRCODE = 'numeric_value_out_of_range';
  ELSIF saved.id IS NULL THEN
    INSERT INTO prefd.dashboards (org_id, uid, title, slug, document, created_by, updated_by)
    VALUES (prefd.current_org_id(), coalesce(given_uid, gen_random_uuid()::pg_catalog.text), given_title,
            prefd.dashboard_slug(given_title), content, prefd.current_user_id(), prefd.current_user_id())
    RETURNING * INTO saved;
    RETURN saved;
  END IF;
  IF saved.version <> prefd.json_integer(given -> 'version') AND overwrite IS NOT TRUE THEN
    RAISE EXCEPTION 'dashboard version mismatch' USING ERRCODE = 'PF021';
  END IF;
  UPDATE prefd.dashboards d
     SET uid = coalesce(given_uid, d.uid), title = given_title, slug = prefd.dashboard_slug(given_title), document = content,
         version = d.version + 1, updated_by = prefd.current_user_id(), updated_at = now()
   WHERE d.org_id = saved.org_id AND d.id = saved.id
  RETURNING * INTO saved;
  RETURN saved;
END $$;

RESET ROLE;
