-- People for a measurement: :orgs organisations, :people people in two of them each, preferences for each membership, a token
-- and every hundredth a server administrator. The same at every run. Token of person n: 'glsa_' and n in 32 digits.
-- Names are of syllables, so that a last name is found in about one account of 600.

CREATE TEMP TABLE syllables AS
  SELECT row_number() OVER () - 1 AS n, consonant || vowel AS syllable
    FROM unnest('{b,d,f,g,k,l,m,n,p,r,s,t,v,z}'::text[]) consonant, unnest('{a,e,i,o,u}'::text[]) vowel;
CREATE TEMP TABLE words AS
  SELECT w.n, a.syllable || b.syllable || c.syllable AS word
    FROM generate_series(0, 899) w (n)
    JOIN syllables a ON a.n = w.n * 7 % 70
    JOIN syllables b ON b.n = (w.n * 13 + w.n / 70) % 70
    JOIN syllables c ON c.n = (w.n * 31 + 5 + w.n / 7) % 70;

INSERT INTO prefd.orgs (name) SELECT 'Organisation ' || n FROM generate_series(1, :orgs) n;
CREATE TEMP TABLE places AS
  SELECT row_number() OVER (ORDER BY id) - 1 AS place, id FROM prefd.orgs WHERE name LIKE 'Organisation %';

CREATE TEMP TABLE people AS
  SELECT p.n, first.word || '.' || last.word || p.n AS login, initcap(first.word) || ' ' || initcap(last.word) AS name
    FROM generate_series(1, :people) p (n)
    JOIN words first ON first.n = p.n * 17 % 300
    JOIN words last ON last.n = 300 + (p.n * 41 + p.n / 300) % 600;
BEGIN; -- the role beside an account has to be its membership's when this ends
INSERT INTO prefd.users (login, email, name, is_server_admin, org_role, org_id)
  SELECT login, login || '@example.org', name, n % 100 = 0, 'Viewer', (SELECT id FROM places WHERE place = n % :orgs)
    FROM people ORDER BY n;
CREATE TEMP TABLE numbered AS SELECT p.n, u.id FROM people p JOIN prefd.users u USING (login);
INSERT INTO prefd.org_members (org_id, user_id, role)
  SELECT o.id, p.id, 'Viewer' FROM numbered p JOIN places o ON o.place = p.n % :orgs
  UNION
  SELECT o.id, p.id, 'Viewer' FROM numbered p JOIN places o ON o.place = (p.n % :orgs + 1 + p.n % (:orgs - 1)) % :orgs;
COMMIT;
INSERT INTO prefd.preferences (org_id, user_id, document)
  SELECT org_id, user_id, jsonb_build_object(
           'theme', (ARRAY['light', 'dark', 'system'])[1 + user_id % 3],
           'timezone', (ARRAY['utc', 'browser', 'Europe/Berlin', 'America/New_York'])[1 + user_id % 4],
           'weekStart', (ARRAY['monday', 'saturday', 'sunday'])[1 + user_id % 3], 'language', 'en-US', 'homeTab', 'query',
           'bookmarkUrls', jsonb_build_array('/d/' || substr(md5(org_id::text), 1, 9), '/explore'))
    FROM prefd.org_members WHERE user_id IN (SELECT id FROM numbered) ORDER BY md5(org_id || '-' || user_id);
INSERT INTO prefd.tokens (user_id, name, secret_hash)
  SELECT id, 'bench', sha256(('glsa_' || lpad(n::text, 32, '0'))::bytea) FROM numbered;

-- What the searches look for. pgbench has no text variables, hence numbers.
CREATE TABLE public.terms AS SELECT n - 300 AS n, word FROM words WHERE n >= 300;
CREATE UNIQUE INDEX ON public.terms (n);
GRANT SELECT ON public.terms TO prefd_worker;
VACUUM (ANALYZE);
CHECKPOINT;
