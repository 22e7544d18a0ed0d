-- Takes one of the guesses that a subject has within the seconds after its first; 0 of them at most: there is no limit.
-- One upsert takes it, so that guesses at the same moment cannot be more than there are. Every call also removes what is
-- out of date, two rows for the one it may add. What is dated more than a minute ahead, longer than any
-- statement waits, is from before the clock was set back, and out of date too.
-- Refuses with PF070 when none is left, and with PF071 when one may yet come back: the latest was taken so recently that
-- it may still be under comparison. Called by begin_login with its rights: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.count_attempt(subject bytea, most integer, seconds integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  moment pg_catalog.timestamptz := pg_catalog.clock_timestamp();
  outdated pg_catalog.timestamptz := moment OPERATOR(pg_catalog.-) pg_catalog.make_interval(secs => seconds);
  ahead pg_catalog.timestamptz := moment OPERATOR(pg_catalog.+) pg_catalog.make_interval(mins => 1);
  latest pg_catalog.timestamptz;
BEGIN
  IF most OPERATOR(pg_catalog.<=) 0 THEN
    RETURN;
  ELSIF pg_catalog.pg_is_in_recovery() THEN
    RAISE EXCEPTION 'guesses cannot be counted on a standby' USING ERRCODE = 'read_only_sql_transaction';
  END IF;
  DELETE FROM prefd.login_attempts a WHERE a.subject OPERATOR(pg_catalog.=) ANY (ARRAY(
    SELECT o.subject FROM prefd.login_attempts o WHERE o.begun_at OPERATOR(pg_catalog.<=) outdated
     ORDER BY o.begun_at LIMIT 2 FOR UPDATE SKIP LOCKED));
  -- Looking first spares those who are refused the lock of the row.
  SELECT a.reserved_at INTO latest FROM prefd.login_attempts a
   WHERE a.subject OPERATOR(pg_catalog.=) count_attempt.subject
     AND a.begun_at OPERATOR(pg_catalog.>) outdated AND a.begun_at OPERATOR(pg_catalog.<) ahead
     AND a.attempts OPERATOR(pg_catalog.>=) most;
  IF latest IS NULL THEN
    INSERT INTO prefd.login_attempts AS a (subject, attempts, begun_at, reserved_at) VALUES (subject, 1, moment, moment)
    ON CONFLICT ON CONSTRAINT login_attempts_pkey DO UPDATE
       SET attempts = CASE WHEN a.begun_at OPERATOR(pg_catalog.>) outdated AND a.begun_at OPERATOR(pg_catalog.<) ahead
                           THEN a.attempts OPERATOR(pg_catalog.+) 1 ELSE 1 END,
           begun_at = CASE WHEN a.begun_at OPERATOR(pg_catalog.>) outdated AND a.begun_at OPERATOR(pg_catalog.<) ahead
                           THEN a.begun_at ELSE moment END,
           reserved_at = moment
     WHERE a.attempts OPERATOR(pg_catalog.<) most
        OR a.begun_at OPERATOR(pg_catalog.<=) outdated OR a.begun_at OPERATOR(pg_catalog.>=) ahead;
    IF FOUND THEN
      RETURN;
    END IF;
    latest := moment;
  END IF;
  IF latest OPERATOR(pg_catalog.>) (moment OPERATOR(pg_catalog.-) pg_catalog.make_interval(secs => 1)) THEN
    RAISE EXCEPTION 'too many guesses at once' USING ERRCODE = 'PF071';
  END IF;
  RAISE EXCEPTION 'too many guesses' USING ERRCODE = 'PF070';
END $$;

RESET ROLE;
