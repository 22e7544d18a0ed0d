-- The context ends with the transaction, however that ends, and a refusal leaves none. Several transactions, nothing written.

\connect - prefd_worker
SET search_path = public;
SELECT * FROM no_plan();
CREATE FUNCTION pg_temp.somebody() RETURNS boolean LANGUAGE sql AS $$
  SELECT prefd.current_user_id() IS NOT NULL OR prefd.current_org_id() IS NOT NULL OR prefd.current_org_role() IS NOT NULL
         OR prefd.current_is_server_admin() OR prefd.current_session_id() IS NOT NULL OR EXISTS (SELECT FROM prefd.orgs) OR EXISTS (SELECT FROM prefd.preferences)
$$;

SELECT is(pg_temp.somebody(), false, 'a new connection is nobody');
SELECT is(pg_temp.somebody(), true, 'within one statement''s transaction') FROM tests.act_as('server_admin');
SELECT is(pg_temp.somebody(), false, 'which ends with the statement');

BEGIN;
SELECT tests.act_as('server_admin');
SELECT is(pg_temp.somebody(), true, 'within a transaction');
COMMIT;
SELECT is(pg_temp.somebody(), false, 'after COMMIT');

BEGIN;
SELECT tests.act_as('server_admin');
ROLLBACK;
SELECT is(pg_temp.somebody(), false, 'after ROLLBACK');

BEGIN;
SELECT tests.act_as('server_admin');
COMMIT AND CHAIN;
SELECT is(pg_temp.somebody(), false, 'after COMMIT AND CHAIN');
ROLLBACK;

BEGIN;
SAVEPOINT before;
SELECT tests.act_as('server_admin');
ROLLBACK TO before;
SELECT is(pg_temp.somebody(), false, 'after ROLLBACK TO');
SELECT throws_ok($$SELECT prefd.authenticate_token(sha256('viewer'), NULL, 'admin')$$, 'PF010');
SELECT is(pg_temp.somebody(), false, 'after a refusal');
SELECT tests.act_as('server_admin');
SELECT tests.act_as('viewer');
SELECT is(prefd.current_is_server_admin(), false, 'the second of two contexts keeps nothing of the first');
ROLLBACK;

-- What workers send: context statement and statement in one implicit transaction.
SELECT tests.act_as('server_admin') \; SELECT ok(pg_temp.somebody(), 'within an implicit transaction');
SELECT is(pg_temp.somebody(), false, 'after it');

SELECT * FROM finish();
