-- Requests are counted per credential and route in windows of 60 seconds.

BEGIN;
SELECT * FROM no_plan();

SELECT tests.act_as('viewer');
CREATE FUNCTION pg_temp.left_of(subject text, route text, budget integer) RETURNS integer LANGUAGE sql AS $$
  SELECT remaining FROM prefd.count_request(sha256(subject::bytea), route, budget)
$$;
SELECT is(pg_temp.left_of('a', 'one', 2), 1, 'one of two is left');
SELECT is(pg_temp.left_of('a', 'one', 2), 0, 'none');
SELECT is(pg_temp.left_of('a', 'one', 2), -1, 'too many');
SELECT is(pg_temp.left_of('b', 'one', 2), 1, 'another credential has its own');
SELECT is(pg_temp.left_of('a', 'two', 2), 1, 'so has another route');
SELECT is((SELECT remaining FROM prefd.count_request(NULL, 'one', 9)), 8, 'without a secret the user counts');
SELECT tests.act_as('editor');
SELECT is((SELECT remaining FROM prefd.count_request(NULL, 'one', 9)), 8, 'each their own');
SELECT ok(retry_after BETWEEN 58 AND 60 AND reset BETWEEN date_part('epoch', now()) + 58 AND date_part('epoch', now()) + 62, 'a minute')
  FROM prefd.count_request(sha256('c'), 'one', 9);
SET LOCAL ROLE prefd_worker;
SELECT throws_ok('SELECT FROM prefd.request_counts', '42501', NULL, 'the worker sees no count');
RESET ROLE;

-- a window that is over
DELETE FROM prefd.request_counts;
SELECT prefd.count_request(sha256('a'), 'one', 2), prefd.count_request(sha256('b'), 'one', 2), prefd.count_request(sha256('b'), 'two', 2);
SELECT prefd.count_request(sha256('a'), 'one', 2);
UPDATE prefd.request_counts SET begun_at = begun_at - interval '61 seconds';
SELECT is((SELECT remaining FROM prefd.count_request(sha256('a'), 'one', 2)), 1, 'begins anew');
SELECT is((SELECT count(*) FROM prefd.request_counts), 1::bigint, 'and sweeps two others');

SELECT prefd.count_request(sha256('a'), 'one', 2);
UPDATE prefd.request_counts SET begun_at = begun_at + interval '5 seconds';
SELECT is((SELECT remaining FROM prefd.count_request(sha256('a'), 'one', 2)), -1, 'a window of a clock that goes a little before ours goes on');
UPDATE prefd.request_counts SET begun_at = begun_at + interval '1 hour';
SELECT is((SELECT remaining FROM prefd.count_request(sha256('a'), 'one', 2)), 1, 'one from before the clock was set back is over');
SET LOCAL transaction_read_only = on;
SELECT is((SELECT remaining FROM prefd.count_request(sha256('a'), 'one', 2)), 2, 'where nothing can be written nothing is counted');

SELECT * FROM finish();
ROLLBACK;
