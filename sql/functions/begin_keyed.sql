-- Before the statement of a request with an idempotency key: makes its record, or, when there is one of less than 24 hours,
-- ends the request with what the record says: PF082 with the answer as DETAIL, PF081 for another request under the same key.
-- The fingerprint covers method, target and body; the caller is the current user, whose keys are their own where the request
-- is in no organisation. A record of a request under way is waited
-- for, two seconds (55P03). Every call also sweeps two records that are out of date, for the one it may add.
-- Looks past the policies: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.begin_keyed(key text, fingerprint bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  caller bigint := prefd.current_user_id();
  org bigint := coalesce(prefd.current_org_id(), -caller);
  outdated pg_catalog.timestamptz := pg_catalog.now() OPERATOR(pg_catalog.-) pg_catalog.make_interval(hours => 24);
  earlier prefd.idempotency_records%ROWTYPE;
  written pg_catalog.text;
BEGIN
  DELETE FROM prefd.idempotency_records r WHERE (r.org_id, r.key) OPERATOR(pg_catalog.=) ANY (
    SELECT o.org_id, o.key FROM prefd.idempotency_records o WHERE o.created_at OPERATOR(pg_catalog.<=) outdated
     ORDER BY o.created_at LIMIT 2 FOR UPDATE SKIP LOCKED);
  written := pg_catalog.set_config('lock_timeout', '2s', true);
  INSERT INTO prefd.idempotency_records AS r (org_id, key, user_id, fingerprint)
  VALUES (org, begin_keyed.key, caller, begin_keyed.fingerprint)
  ON CONFLICT ON CONSTRAINT idempotency_records_pkey DO UPDATE
     SET user_id = excluded.user_id, fingerprint = excluded.fingerprint, created_at = excluded.created_at,
         status = NULL, body = NULL, tag = NULL
   WHERE r.created_at OPERATOR(pg_catalog.<=) outdated;
  written := pg_catalog.set_config('lock_timeout', '0', true);
  IF FOUND THEN
    written := pg_catalog.set_config('prefd.key', begin_keyed.key, true);
    RETURN;
  END IF;
  SELECT * INTO earlier FROM prefd.idempotency_records r
   WHERE r.org_id OPERATOR(pg_catalog.=) org AND r.key OPERATOR(pg_catalog.=) begin_keyed.key;
  IF earlier.user_id OPERATOR(pg_catalog.<>) caller OR earlier.fingerprint OPERATOR(pg_catalog.<>) begin_keyed.fingerprint THEN
    RAISE EXCEPTION 'the key belongs to another request' USING ERRCODE = 'PF081';
  END IF;
  IF pg_catalog.has_parameter_privilege('log_min_messages', 'SET') THEN -- where no superuser has migrated since, it is logged
    written := pg_catalog.set_config('log_min_messages', 'log', true);
  END IF;
  RAISE EXCEPTION 'answered before' USING ERRCODE = 'PF082',
    DETAIL = pg_catalog.json_build_object('status', earlier.status, 'body', earlier.body, 'tag', earlier.tag)::pg_catalog.text;
END $$;

RESET ROLE;
