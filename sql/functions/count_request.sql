-- Counts a request of the current user to a route in the window of 60 seconds that its credential has there, and says how many
-- are left of the budget, below zero: none was, and when the window ends, in Unix seconds and in seconds from now. One upsert
-- counts, so that requests at the same moment, on all workers, are all counted. Every call then removes two rows that are out
-- of date, for the one it may add, and waits for none, so that no two calls wait for each other. SUBJECT is the SHA-256 of the
-- credential; NULL: the user is. Where nothing can be written, reading goes on uncounted. A window that begins more
-- than a minute ahead is from before the clock was set back, and over.
-- In a transaction of its own, so that it counts whatever then becomes of the request. Writes what the worker may not: each
-- name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.count_request(subject bytea, route text, budget integer)
RETURNS TABLE (remaining integer, reset bigint, retry_after integer)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1 AS $$
DECLARE
  moment pg_catalog.timestamptz := pg_catalog.clock_timestamp();
  outdated pg_catalog.timestamptz := moment OPERATOR(pg_catalog.-) pg_catalog.make_interval(secs => 60);
  ahead pg_catalog.timestamptz := moment OPERATOR(pg_catalog.+) pg_catalog.make_interval(mins => 1);
  counted prefd.request_counts%ROWTYPE;
  written pg_catalog.text;
BEGIN
  IF pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'on' THEN
    remaining := budget;
    reset := pg_catalog.ceil(pg_catalog.date_part('epoch', moment) OPERATOR(pg_catalog.+) 60);
    retry_after := 60;
    RETURN NEXT;
    RETURN;
  END IF;
  written := pg_catalog.set_config('synchronous_commit', 'off', true); -- a crash forgets the count in any case
  INSERT INTO prefd.request_counts AS c (subject, route, requests, begun_at)
  VALUES (coalesce(subject, pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.concat('user ', prefd.current_user_id()), 'UTF8'))),
          route, 1, moment)
  ON CONFLICT ON CONSTRAINT request_counts_pkey DO UPDATE
     SET requests = CASE WHEN c.begun_at OPERATOR(pg_catalog.>) outdated AND c.begun_at OPERATOR(pg_catalog.<) ahead
                         THEN least(c.requests, 2147483646) OPERATOR(pg_catalog.+) 1 ELSE 1 END,
         begun_at = CASE WHEN c.begun_at OPERATOR(pg_catalog.>) outdated AND c.begun_at OPERATOR(pg_catalog.<) ahead
                         THEN c.begun_at ELSE moment END
  RETURNING c.* INTO counted;
  DELETE FROM prefd.request_counts c WHERE (c.subject, c.route) OPERATOR(pg_catalog.=) ANY (
    SELECT o.subject, o.route FROM prefd.request_counts o WHERE o.begun_at OPERATOR(pg_catalog.<=) outdated
     ORDER BY o.begun_at LIMIT 2 FOR UPDATE SKIP LOCKED);
  remaining := budget OPERATOR(pg_catalog.-) counted.requests;
  reset := pg_catalog.ceil(pg_catalog.date_part('epoch', counted.begun_at) OPERATOR(pg_catalog.+) 60);
  retry_after := greatest(1, pg_catalog.ceil(pg_catalog.date_part('epoch', counted.begun_at OPERATOR(pg_catalog.-) outdated)));
  RETURN NEXT;
END $$;

RESET ROLE;
