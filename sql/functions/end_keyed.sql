-- After the statement of a request with an idempotency key: keeps the answer, in the same transaction as the change. A
-- statement that brought no row, where that is a refusal, changed nothing: then there is nothing to keep, and the key is free.
-- Writes what the worker may not: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.end_keyed(status integer, body text, tag text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  org bigint := coalesce(prefd.current_org_id(), -prefd.current_user_id());
  kept pg_catalog.text := pg_catalog.current_setting('prefd.key');
  row_found boolean := coalesce(pg_catalog.current_setting('prefd.answer', true), '') OPERATOR(pg_catalog.<>) '';
BEGIN
  IF row_found THEN
    UPDATE prefd.idempotency_records r SET status = end_keyed.status, body = end_keyed.body, tag = end_keyed.tag
     WHERE r.org_id OPERATOR(pg_catalog.=) org AND r.key OPERATOR(pg_catalog.=) kept;
  ELSE
    DELETE FROM prefd.idempotency_records r WHERE r.org_id OPERATOR(pg_catalog.=) org AND r.key OPERATOR(pg_catalog.=) kept;
  END IF;
END $$;

RESET ROLE;
