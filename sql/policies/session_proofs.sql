-- Keys of sessions: the worker sees none; expect_proofs writes its own, is_proven reads it.

SET ROLE prefd_owner;

ALTER TABLE prefd.session_proofs ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.session_proofs FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS session_proofs_admin ON prefd.session_proofs;
CREATE POLICY session_proofs_admin ON prefd.session_proofs TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
