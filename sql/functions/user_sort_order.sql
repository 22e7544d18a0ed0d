-- What a list of accounts is ordered by, from Grafana's words for it (name-asc,login-desc): a part of a statement about users
-- u, which is all text of this file. Whatever their order in the list, login goes before email, name and the time of being
-- seen. No two accounts share a login or an email, so what would come after one is left out, and an index has the order.
-- Refuses with PF044 a word it does not know. Part of definer functions: qualified.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.user_sort_order(sort text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  terms pg_catalog.text[];
  is_unknown boolean;
  is_decided boolean;
BEGIN
  SELECT pg_catalog.array_agg(known.term ORDER BY known.place), pg_catalog.bool_or(known.term IS NULL),
         pg_catalog.bool_or(known.place OPERATOR(pg_catalog.<=) 2)
    INTO terms, is_unknown, is_decided
    FROM pg_catalog.unnest(pg_catalog.string_to_array(sort, ',')) given (word)
    LEFT JOIN (VALUES (1, 'login-asc', 'u.login'), (1, 'login-desc', 'u.login DESC'),
                      (2, 'email-asc', 'u.email'), (2, 'email-desc', 'u.email DESC'),
                      (3, 'name-asc', 'u.name'), (3, 'name-desc', 'u.name DESC'),
                      (4, 'lastSeenAtAge-asc', 'u.last_seen_at NULLS FIRST'),
                      (4, 'lastSeenAtAge-desc', 'u.last_seen_at DESC NULLS LAST')) known (place, word, term)
           ON known.word OPERATOR(pg_catalog.=) given.word;
  IF is_unknown THEN
    RAISE EXCEPTION 'unknown sorting option' USING ERRCODE = 'PF044';
  END IF;
  RETURN CASE WHEN is_decided THEN terms[1] ELSE pg_catalog.array_to_string(pg_catalog.array_append(terms, 'u.login'), ', ') END;
END $$;

RESET ROLE;
