-- The stored password of whoever wants to log in, as find_password, once the guess is counted: under the account (what was
-- typed when there is none), then under the address (NULL: not known). return_attempt takes it back.
-- Refuses with 42501 what is not proven, PF070 and PF071 as count_attempt, having counted nothing. Hands out password hashes: each name and operator
-- is qualified.

SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.begin_login(text, text, integer, integer, integer);

CREATE OR REPLACE FUNCTION prefd.begin_login(
  login_or_email text, address text, attempts_per_login integer, attempts_per_address integer, seconds integer,
  proof bytea DEFAULT NULL)
RETURNS TABLE (user_id bigint, credential_version bigint, password_hash text)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1 AS $$
DECLARE
  written pg_catalog.text;
BEGIN
  IF NOT prefd.is_proven(pg_catalog.concat('login ', login_or_email), proof) THEN
    RAISE EXCEPTION 'not proven' USING ERRCODE = '42501';
  END IF;
  SELECT f.user_id, f.credential_version, f.password_hash INTO user_id, credential_version, password_hash
    FROM prefd.find_password(login_or_email) f;
  written := pg_catalog.set_config('synchronous_commit', 'off', true); -- a crash forgets the count in any case
  PERFORM prefd.count_attempt(coalesce(prefd.attempt_subject('account', user_id::pg_catalog.text),
                                       prefd.attempt_subject('login', pg_catalog.lower(login_or_email))), attempts_per_login, seconds);
  IF address IS NOT NULL THEN
    PERFORM prefd.count_attempt(prefd.attempt_subject('address', address), attempts_per_address, seconds);
  END IF;
  IF user_id IS NOT NULL THEN
    RETURN NEXT;
  END IF;
END $$;

RESET ROLE;
