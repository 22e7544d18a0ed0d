-- Kept answers: the worker sees none; begin_keyed hands one out to who is entitled to it.

SET ROLE prefd_owner;

ALTER TABLE prefd.idempotency_records ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.idempotency_records FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS idempotency_records_admin ON prefd.idempotency_records;
CREATE POLICY idempotency_records_admin ON prefd.idempotency_records TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
