-- What guesses are counted under: kind is account, login (where no account has it) or address. NULL of NULL.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.attempt_subject(kind text, name text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to(kind || ' ' || name, 'UTF8'));

RESET ROLE;
