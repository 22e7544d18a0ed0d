-- Idempotency keys: one record for each key in an organisation, in the transaction that does the work.

\ir begin.psql

-- A request whose statement brings a row, as the worker sends it.
SELECT tests.act_as('viewer');
EXECUTE begin_keyed('k', sha256('request'));
SELECT set_config('prefd.answer', '{"body":{"id": 1},"tag":"7-1"}', true);
EXECUTE end_keyed(201, NULL, 'false');
SELECT throws_ok($$EXECUTE begin_keyed('k', sha256('request'))$$, 'PF082', 'answered before', 'the same again is answered as before');
SELECT throws_ok($$EXECUTE begin_keyed('k', sha256('another'))$$, 'PF081', NULL, 'not another request');
SELECT throws_ok($$SELECT FROM prefd.idempotency_records$$, '42501', NULL, 'the worker does not read the records');

CREATE FUNCTION pg_temp.detail_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  EXECUTE statement;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RETURN detail;
END $$;
SELECT is(pg_temp.detail_of($$EXECUTE begin_keyed('k', sha256('request'))$$)::jsonb,
          '{"status":201,"body":"{\"id\": 1}","tag":"7-1"}', 'with every byte of the answer');

SELECT tests.act_as('editor');
SELECT throws_ok($$EXECUTE begin_keyed('k', sha256('request'))$$, 'PF081', NULL, 'not to another caller of the organisation');
SELECT tests.act_as('stranger');
SELECT lives_ok($$EXECUTE begin_keyed('k', sha256('request'))$$, 'another organisation has keys of its own');
EXECUTE end_keyed(200, '{"message":"done"}', 'false');

SELECT tests.act_as('viewer');
SELECT set_config('prefd.answer', '', true);
EXECUTE begin_keyed('nothing', sha256('request'));
EXECUTE end_keyed(404, '{"message":"done"}', 'false');
SELECT lives_ok($$EXECUTE begin_keyed('nothing', sha256('other'))$$, 'a request that found nothing leaves its key free');
EXECUTE end_keyed(200, '{"message":"done"}', 'true');
SELECT is(pg_temp.detail_of($$EXECUTE begin_keyed('nothing', sha256('other'))$$)::jsonb,
          '{"status":200,"body":"{\"message\":\"done\"}","tag":null}', 'but not where nothing is an answer, too');

SELECT tests.act_as('homeless');
SELECT lives_ok($$EXECUTE begin_keyed('k', sha256('request'))$$, 'outside any organisation there are keys as well');
SELECT set_config('prefd.answer', '{"body":{"id": 2}}', true);
EXECUTE end_keyed(200, NULL, 'false');
SELECT is(pg_temp.detail_of($$EXECUTE begin_keyed('k', sha256('request'))$$)::jsonb ->> 'body', '{"id": 2}', 'with answers');
SELECT throws_ok($$EXECUTE begin_keyed('', sha256('request'))$$, '23514', NULL, 'a key is not empty');
SELECT throws_ok(format($$EXECUTE begin_keyed(%L, sha256('request'))$$, repeat('k', 256)), '23514', NULL, 'nor longer than 255');
SELECT tests.act_as('expelled');
SELECT lives_ok($$EXECUTE begin_keyed('k', sha256('another'))$$, 'everybody''s own there');

SELECT * FROM finish();
ROLLBACK;
