-- Only one migration at a time; held until the end of the transaction. The key is "prefd" in ASCII.
-- row: nothing of use
SELECT pg_advisory_xact_lock(x'7072656664'::bigint);
