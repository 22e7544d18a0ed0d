-- Guesses at passwords: how many there are, who shares them, how they come back and when they are swept.

BEGIN;
SELECT * FROM no_plan();

-- One guess after the other, as the worker: hash or none for each, or the SQLSTATE of its refusal.
CREATE FUNCTION pg_temp.guesses(times integer, login text, address text, per_login integer, per_address integer) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  answers text[] := '{}';
BEGIN
  SET LOCAL ROLE prefd_worker;
  FOR turn IN 1 .. times LOOP
    BEGIN
      PERFORM FROM prefd.begin_login(login, address, per_login, per_address, 300);
      answers := answers || CASE WHEN FOUND THEN 'hash' ELSE 'none' END;
    EXCEPTION WHEN OTHERS THEN
      answers := answers || SQLSTATE::text;
    END;
  END LOOP;
  RESET ROLE;
  RETURN array_to_string(answers, ' ');
END $$;
CREATE FUNCTION pg_temp.returned(user_id bigint, address text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  SET LOCAL ROLE prefd_worker;
  PERFORM prefd.return_attempt(user_id, address);
  RESET ROLE;
END $$;
CREATE FUNCTION pg_temp.later(seconds integer) RETURNS void LANGUAGE sql AS $$
  UPDATE prefd.login_attempts SET begun_at = begun_at - make_interval(secs => seconds),
                                  reserved_at = reserved_at - make_interval(secs => seconds)
$$;

-- a login
SELECT is(pg_temp.guesses(4, 'viewer', NULL, 3, 0), 'hash hash hash PF071', 'one more than there are may be tried again');
SELECT pg_temp.later(2);
SELECT is(pg_temp.guesses(2, 'viewer', NULL, 3, 0), 'PF070 PF070', 'but not when all have long been judged');
SELECT is(pg_temp.guesses(1, 'ViEwer', NULL, 3, 0), 'PF070', 'in any case');
SELECT is(pg_temp.guesses(1, 'admin@north.example', NULL, 1, 0), 'hash', 'an email');
SELECT is(pg_temp.guesses(1, 'admin', NULL, 1, 0), 'PF071', 'and the login of the same account have one count');
SELECT is(pg_temp.guesses(3, 'Nobody', NULL, 2, 0), 'none none PF071', 'unknown logins count too');
SELECT is(pg_temp.guesses(1, 'NOBODY', NULL, 2, 0), 'PF071', 'in any case');
SELECT is(pg_temp.guesses(2, repeat('long ', 20000), NULL, 1, 0), 'none PF071', 'and ones of any length');
SELECT is((SELECT max(octet_length(subject)) FROM prefd.login_attempts), 32, 'which is not stored');
SELECT is(pg_temp.guesses(1, 'editor', NULL, 3, 0), 'hash', 'others are not concerned');
SELECT is(pg_temp.guesses(9, 'stranger', 'here', 0, 0), 'hash hash hash hash hash hash hash hash hash', 'without limits');
SELECT is(pg_temp.guesses(2, 'viewer', NULL, 4, 0), 'hash PF071', 'a raised limit counts at once');

-- an address
SELECT is(pg_temp.guesses(1, 'a', 'there', 0, 3) || pg_temp.guesses(1, 'b', 'there', 0, 3) || pg_temp.guesses(1, 'c', 'there', 0, 3),
          'nonenonenone', 'different logins from an address');
SELECT is(pg_temp.guesses(1, 'd', 'there', 5, 3), 'PF071', 'have one count');
SELECT is(pg_temp.guesses(5, 'd', NULL, 5, 3), 'none none none none none', 'a guess refused for its address is not counted for its login');
SELECT is(pg_temp.guesses(1, 'e', 'elsewhere', 0, 3), 'none', 'other addresses are not concerned');

-- time
SELECT pg_temp.later(299);
SELECT is(pg_temp.guesses(1, 'd', NULL, 5, 0), 'PF070', 'until the time is over');
SELECT pg_temp.later(2);
SELECT is(pg_temp.guesses(6, 'd', NULL, 5, 0), 'none none none none none PF071', 'then there are as many as before');

-- the clock is set back: what was before is as if it had not been, what another has just counted is not
SELECT pg_temp.later(-3600);
SELECT is(pg_temp.guesses(6, 'd', NULL, 5, 0), 'none none none none none PF071', 'there are as many as before');
SELECT pg_temp.later(-5);
SELECT is(pg_temp.guesses(1, 'd', NULL, 5, 0), 'PF071', 'and no more of them');

-- right passwords
SELECT is(pg_temp.guesses(2, 'editor', 'there', 2, 5), 'hash hash', 'one wrong and one right');
SELECT pg_temp.returned(202, 'there');
SELECT is(pg_temp.guesses(2, 'editor', 'there', 2, 5), 'hash PF071', 'the right one comes back, the wrong one does not');
SELECT is((SELECT attempts FROM prefd.login_attempts WHERE subject = prefd.attempt_subject('address', 'there')), 2,
          'it comes back to the address too');
SELECT pg_temp.returned(202, NULL) FROM generate_series(1, 5);
SELECT is((SELECT attempts FROM prefd.login_attempts WHERE subject = prefd.attempt_subject('account', '202')), 0,
          'no more come back than there were');
SELECT lives_ok($$SELECT pg_temp.returned(999, 'nowhere')$$, 'nothing to return');
SELECT is(pg_temp.guesses(2, 'editor', NULL, 1, 0), 'hash PF071', 'used up');
UPDATE prefd.users SET password_hash = 'another hash' WHERE id = 202;
SELECT is(pg_temp.guesses(1, 'editor', NULL, 1, 0), 'hash', 'a new password begins anew');
UPDATE prefd.users SET name = 'Ed' WHERE id = 202;
SELECT is(pg_temp.guesses(1, 'editor', NULL, 1, 0), 'PF071', 'another change does not');

-- sweeping
DELETE FROM prefd.login_attempts;
INSERT INTO prefd.login_attempts SELECT sha256(n::text::bytea), 1, now() - n * interval '1 second', now() FROM generate_series(301, 310) n;
SELECT is(pg_temp.guesses(1, 'f', NULL, 5, 0), 'none', 'a guess');
SELECT is((SELECT count(*) FROM prefd.login_attempts), 9::bigint, 'removes two that are out of date');
SELECT is(pg_temp.guesses(4, 'f', NULL, 5, 0), 'none none none none', 'further ones');
SELECT is((SELECT count(*) FROM prefd.login_attempts), 1::bigint, 'remove the rest');

SELECT * FROM finish();
ROLLBACK;
