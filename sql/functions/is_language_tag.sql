-- Whether a text is a well-formed language tag (RFC 5646 2.1, 2.2.9), for languages that came through an API that takes any
-- text; what comes through one that does not is checked by src/base/language.c, by the same rules.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.is_language_tag(tag text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN length(tag) <= 64 AND (
  lower(tag COLLATE "C") ~ (
    '^([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*'
    || '(-[0-9a-wyz](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?$|^x(-[a-z0-9]{1,8})+$|'
    || '^(en-gb-oed|i-(ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(be-fr|be-nl|ch-de))$')
  -- neither a singleton nor a variant before any of them stands there twice; behind x all is free
  AND (lower(tag COLLATE "C") ~ '^x-'
       OR NOT split_part(lower(tag COLLATE "C"), '-x-', 1) ~ '-([0-9a-wyz])-(.*-)?\1-'
          AND NOT regexp_replace(split_part(lower(tag COLLATE "C"), '-x-', 1), '-[0-9a-wyz]-.*', '') || '-'
                  ~ '-([a-z0-9]{5,8}|[0-9][a-z0-9]{3})-(.*-)?\1-'));

RESET ROLE;
