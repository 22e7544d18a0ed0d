-- What a search for people reads, in a table of its own: 60 persons to a page, where users has ten, since a search visits a
-- page for each that it finds. Its index is of pieces of four characters, which fewer share than pg_trgm's of three; a shorter
-- text is looked for as the beginning of a piece.

SET ROLE prefd_owner;

-- IMMUTABLE, and without any setting's influence. The cost is that of reading a person anew, so that the index is used from
-- the first dozen of people on. A quote or a backslash would have to be written differently in a query: spaces stand for both.
CREATE FUNCTION prefd.pieces(searched text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
DECLARE
  plain CONSTANT pg_catalog.text := pg_catalog.translate(searched, $quoted$'\$quoted$, '  ');
BEGIN
  RETURN pg_catalog.array_to_tsvector(ARRAY(
    SELECT pg_catalog.substr(plain, place, 4) FROM pg_catalog.generate_series(1, pg_catalog.char_length(plain)) place));
END $$;

-- In the order of the database, but by bytes where that is the same, which PostgreSQL knows only of collations called C.
DO $$
BEGIN
  EXECUTE pg_catalog.format(
    'CREATE TABLE prefd.people (
       id          bigint NOT NULL,
       login       text   COLLATE %s NOT NULL,
       search_text text   NOT NULL,
       CONSTRAINT people_pkey PRIMARY KEY (id)
     ) WITH (fillfactor = 90)',
    (SELECT CASE WHEN datlocprovider = 'c' AND datcollate IN ('C.UTF-8', 'C.utf8') THEN 'pg_catalog."C"' ELSE 'pg_catalog."default"' END
       FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()));
END $$;
COMMENT ON TABLE prefd.people IS 'What a search for people reads of users, without service accounts. Kept by a trigger of users.';

GRANT SELECT, INSERT ON prefd.people TO prefd_admin;

RESET ROLE;
SET ROLE prefd_admin;

INSERT INTO prefd.people (id, login, search_text)
SELECT id, login, search_text FROM prefd.users WHERE NOT is_service_account ORDER BY id;

RESET ROLE;
SET ROLE prefd_owner;

CREATE INDEX people_search ON prefd.people USING gin (prefd.pieces(search_text));
ALTER INDEX prefd.people_search ALTER COLUMN 1 SET STATISTICS 0;
DROP INDEX IF EXISTS prefd.users_search;
DROP FUNCTION IF EXISTS prefd.containing(text);

RESET ROLE;
SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.find_people(text, boolean, boolean, text, timestamptz, bigint, bigint, boolean);

RESET ROLE;
