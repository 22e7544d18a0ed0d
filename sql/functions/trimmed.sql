-- A text without space around it, NULL when nothing is left. Space is what Unicode calls White_Space, as in Go's TrimSpace.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.trimmed(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(btrim(given,
  E' \t\n\u000B\f\r\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000'), '');

RESET ROLE;
