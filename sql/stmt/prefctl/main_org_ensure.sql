-- The organisation of the first account; on an empty database it gets the id 1.
-- row: id
INSERT INTO prefd.orgs (name) VALUES ('Main Org.')
ON CONFLICT (name) DO UPDATE SET name = excluded.name
RETURNING id;
