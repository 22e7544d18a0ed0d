-- A day later, which only the superuser can make it.

BEGIN;
SELECT * FROM no_plan();
INSERT INTO prefd.idempotency_records (org_id, key, user_id, fingerprint, status, created_at)
SELECT 101, 'old ' || n, 202, sha256('request'), 200, now() - interval '24 hours' - n * interval '1 minute' FROM generate_series(1, 5) n;
INSERT INTO prefd.idempotency_records (org_id, key, user_id, fingerprint, status, created_at)
VALUES (101, 'fresh', 202, sha256('request'), 200, now() - interval '23 hours 59 minutes');
SELECT tests.act_as('editor');
SELECT throws_ok($$SELECT prefd.begin_keyed('fresh', sha256('request'))$$, 'PF082', NULL, 'a record counts for 24 hours');
SELECT lives_ok($$SELECT prefd.begin_keyed('old 1', sha256('other'))$$, 'and then no longer');
SELECT bag_eq($$SELECT key FROM prefd.idempotency_records$$, ARRAY['old 1', 'old 2', 'old 3', 'fresh'], 'each call sweeps two');
SELECT * FROM finish();
ROLLBACK;
