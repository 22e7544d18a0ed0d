-- What a list of accounts is ordered by, from Grafana's words for it (login-asc,name-desc): a part of a statement about
-- users u. Whatever their order in the list, the columns come in this one; then login and email decide, as without any.
-- Refuses with PF044 a word it does not know. Text goes in and only text of this file comes out.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.user_sort_order(sort text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  words text[] := string_to_array(nullif(sort, ''), ',');
  terms text[];
BEGIN
  SELECT array_agg(known.term ORDER BY known.place) INTO terms
    FROM (VALUES (1, 'login-asc', 'u.login'), (1, 'login-desc', 'u.login DESC'),
                 (2, 'email-asc', 'u.email'), (2, 'email-desc', 'u.email DESC'),
                 (3, 'name-asc', 'u.name'), (3, 'name-desc', 'u.name DESC'),
                 (4, 'lastSeenAtAge-asc', 'u.last_seen_at NULLS FIRST'),
                 (4, 'lastSeenAtAge-desc', 'u.last_seen_at DESC NULLS LAST')) known (place, word, term)
   WHERE known.word = ANY (words);
  IF EXISTS (SELECT FROM unnest(words) given (word)
              WHERE given.word !~ '^(login|email|name|lastSeenAtAge)-(asc|desc)$') THEN
    RAISE EXCEPTION 'unknown sorting option' USING ERRCODE = 'PF044';
  END IF;
  RETURN array_to_string(terms || ARRAY['u.login', 'u.email'], ', ');
END $$;

RESET ROLE;
