-- Counted requests: the worker sees none; count_request counts for it.

SET ROLE prefd_owner;

ALTER TABLE prefd.request_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE prefd.request_counts FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS request_counts_admin ON prefd.request_counts;
CREATE POLICY request_counts_admin ON prefd.request_counts TO prefd_admin USING (true) WITH CHECK (true);

RESET ROLE;
