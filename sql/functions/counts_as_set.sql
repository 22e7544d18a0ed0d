-- Whether what a row of preferences has under a name counts, or is as good as nothing: the time zone 'browser' leaves it open, and
-- a language that is no tag, which another API takes, says nothing.
-- Called with another's rights: each name and operator is qualified.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.counts_as_set(name text, value jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN CASE name
    WHEN 'timezone' THEN value OPERATOR(pg_catalog.<>) '"browser"'::pg_catalog.jsonb
    WHEN 'language' THEN prefd.is_language_tag(value OPERATOR(pg_catalog.#>>) '{}'::pg_catalog.text[])
    ELSE true END;
END $$;

RESET ROLE;
