-- What a function with the rights of prefd_admin names is found by its schema, whoever calls it with whatever search_path: the body
-- was resolved when the function was made (BEGIN ATOMIC, RETURN), or it names a schema with every function, operator, type and
-- relation. Words of SQL that look an operator up by themselves (IN, BETWEEN, LIKE, IS DISTINCT FROM, NULLIF, CASE with a value)
-- cannot be told a schema. Also what triggers run of: plpgsql resolves names when it is first called.

BEGIN;
SELECT * FROM no_plan();

-- Words before a parenthesis that are no function of anybody's.
CREATE FUNCTION pg_temp.is_word(name text) RETURNS boolean LANGUAGE sql
RETURN upper(name) = ANY ('{AND,ANY,ARRAY,AS,ALL,BY,COALESCE,CONFLICT,EXISTS,EXECUTE,FILTER,FROM,GREATEST,IF,IN,INTO,JOIN,LATERAL,LEAST,NOT,ON,OR,OPERATOR,ORDER,OVER,
  RETURNING,RETURN,ROW,SELECT,SET,THEN,ELSE,USING,VALUES,WHEN,WHERE,WITH,ELSIF,QUERY,UNION,KEY,MATERIALIZED,SKIP,OF,CASE}');

-- The source without comments, what is between quotes, types of columns, and what an UPDATE assigns; an operator with its schema is
-- a point.
CREATE FUNCTION pg_temp.bare(source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  removed text;
BEGIN
  FOREACH removed IN ARRAY ARRAY['--[^\n]*', '''(?:[^'']|'''')*''', '%(?:ROW)?TYPE', '(?:\mSET|,|\mUSING)\s*\w+\s*=(?!>)'] LOOP
    source := regexp_replace(source, removed, ' ', 'gi');
  END LOOP;
  RETURN regexp_replace(source, 'OPERATOR\s*\(pg_catalog\.[^)]+\)', '.', 'g');
END $$;

-- What a source names without a schema. What has a list of columns behind it is no function, nor is a query's own name a table.
CREATE FUNCTION pg_temp.unqualified(source text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT found[1] FROM regexp_matches(pg_temp.bare(source), '(?<![.\w])([a-z_]\w*)\s*\(', 'gi') found
   WHERE NOT pg_temp.is_word(found[1])
     AND pg_temp.bare(source) !~* ('(?:AS|\)|ORDINALITY|\m(?:prefd|pg_catalog)\.\w+)\s+' || found[1] || '\s*\(')
  UNION ALL
  SELECT found[1] FROM regexp_matches(pg_temp.bare(source),
    '(?<![:<>=!])(=(?!>)|<>|!=|<=|>=|<(?![<=>])|\|\||~~?|->>?|@>|\+|/|%)|(?<![-=<])>(?!=)', 'g') found
  UNION ALL
  SELECT found[1] FROM regexp_matches(pg_temp.bare(source), '\m(BETWEEN|I?LIKE|DISTINCT FROM|CASE\s+(?!WHEN)\w+|IN\s*\()', 'gi') found
  UNION ALL
  SELECT found[1] FROM regexp_matches(pg_temp.bare(source), '(?<!DISTINCT )\m(?:FROM|JOIN|UPDATE)\s+([a-z_]\w*)(?![\w.(])', 'gi') found
   WHERE NOT pg_temp.is_word(found[1]) AND pg_temp.bare(source) !~* ('\m' || found[1] || '\s+AS\s+(MATERIALIZED\s*)?\(')
$$;

-- Types that are no words of SQL. PostgreSQL looks for them among a session's temporary ones too, and for a function never.
CREATE FUNCTION pg_temp.unqualified_types(source text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT found[1] FROM regexp_matches(pg_temp.bare(source),
    '(?:::\s*|\m\w+\s+(?:CONSTANT\s+)?)(text|jsonb?|bytea|timestamptz|timetz|uuid|date|name|oid|inet|record|reg\w+|int\d|float\d)\M(?=\s*(?:\[\])?\s*(?:[;:,)]|\|\||-|$))', 'g') found
$$;

-- Whose rights a function has that is not the definer's own is said by who calls it, a definer function or the trigger of a table
-- that one writes: so all of them name their types.
CREATE FUNCTION pg_temp.careless() RETURNS SETOF text LANGUAGE sql AS $$
  SELECT p.oid::regprocedure || ': ' || string_agg(DISTINCT u, ' ') FROM pg_proc p, LATERAL (
    SELECT * FROM pg_temp.unqualified(p.prosrc) WHERE p.prosecdef OR p.proowner = 'prefd_admin'::regrole
    UNION ALL SELECT * FROM pg_temp.unqualified_types(p.prosrc)) named (u)
   WHERE p.pronamespace = 'prefd'::regnamespace AND p.prosqlbody IS NULL GROUP BY p.oid
$$;

SELECT cmp_ok((SELECT count(*) FROM pg_proc WHERE pronamespace = 'prefd'::regnamespace AND prosecdef AND prosqlbody IS NULL), '>', 20::bigint,
              'there are functions to look at');
SELECT is_empty('SELECT * FROM pg_temp.careless()', 'they name schemas');

-- And the test above notices what it is for: each source is careless in one thing.
SELECT results_eq(format('SELECT * FROM pg_temp.unqualified(%L)', source), ARRAY[named], source)
  FROM (VALUES ('SELECT now()', 'now'), ('IF a = b THEN', '='), ('IF a <> b THEN', '<>'), ('RETURN a || b', '||'), ('RETURN a + 1', '+'),
               ('IF a < b THEN', '<'), ('IF a LIKE b THEN', 'LIKE'), ('RETURN nullif(a, b)', 'nullif'),
               ('IF a IS DISTINCT FROM b THEN', 'DISTINCT FROM'), ('PERFORM FROM users u', 'users'), ('PERFORM FROM prefd.users u JOIN tokens t ON true', 'tokens'),
               ('UPDATE tokens t SET seen_at = NULL', 'tokens'), ('PERFORM prefd.age(now())', 'now'), ('IF a BETWEEN b AND c THEN', 'BETWEEN')) of (source, named);
SELECT is_empty(format('SELECT * FROM pg_temp.unqualified(%L)', source), source)
  FROM (VALUES ('SELECT pg_catalog.now()'), ('IF a OPERATOR(pg_catalog.=) (b) THEN'), ('UPDATE prefd.tokens t SET seen_at = NULL'), ('a := coalesce(b, c);'),
               ('RAISE EXCEPTION ''a = b''; -- now()'), ('WITH found AS MATERIALIZED (SELECT 1) SELECT FROM found'), ('x prefd.users%ROWTYPE')) of (source);
CREATE FUNCTION prefd.newcomer() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN now() = now(); END';
SELECT results_eq('SELECT * FROM pg_temp.careless()', ARRAY['prefd.newcomer(): = now'], 'a new function that is careless is noticed');

SELECT * FROM finish();
ROLLBACK;
