-- Whether anything was ever applied here.
-- row: one when the record of schema files exists, else none
SELECT 1 WHERE to_regclass('prefd.schema_files') IS NOT NULL;
