-- A well-formed language tag in its customary case (RFC 5646 2.1.1), for languages that came through an API that keeps any.
-- As src/base/language.c puts it.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.cased_language(tag text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(CASE WHEN p.place = 1 OR p.is_behind_singleton OR length(p.part) NOT IN (2, 4) THEN p.part
                         WHEN length(p.part) = 2 THEN upper(p.part COLLATE "C") ELSE initcap(p.part COLLATE "C") END, '-' ORDER BY p.place)
    FROM (SELECT s.part, s.place,
                 coalesce(bool_or(length(s.part) = 1) OVER (ORDER BY s.place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false)
                   AS is_behind_singleton
            FROM regexp_split_to_table(lower(tag COLLATE "C"), '-') WITH ORDINALITY s (part, place)) p
$$;

RESET ROLE;
