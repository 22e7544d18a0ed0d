-- Renames the organisation acted in.
-- $1 name
-- row: tag; none without an organisation or for who may not
UPDATE prefd.orgs SET name = $1::text WHERE id = prefd.current_org_id() RETURNING concat_ws('-', id, version) AS tag;
