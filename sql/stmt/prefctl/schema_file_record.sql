-- Notes that a schema file is applied.
-- $1 name, $2 SHA-256 of its text in hexadecimal
INSERT INTO prefd.schema_files AS f (name, checksum) VALUES ($1::text, $2::text)
ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = now();
