-- The orders in which search can be asked for.
-- row: body, always the same
SELECT json_build_object('sortOptions', json_agg(row_to_json(option))) AS body
  FROM (VALUES ('Alphabetically (A–Z)', 'Sort results in an alphabetically ascending order', '', 'alpha-asc'),
               ('Alphabetically (Z–A)', 'Sort results in an alphabetically descending order', '', 'alpha-desc'))
       option ("displayName", description, meta, name);
