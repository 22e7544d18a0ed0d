-- What is applied.
-- row: name, checksum
SELECT name, checksum FROM prefd.schema_files ORDER BY name;
