-- What requests that carried an idempotency key were answered, for a day (draft-ietf-httpapi-idempotency-key-header; facts:
-- valara 6). org_id 0: a request outside any organisation.

SET ROLE prefd_owner;

CREATE TABLE prefd.idempotency_records (
  org_id      bigint      NOT NULL,
  key         text        NOT NULL,
  user_id     bigint      NOT NULL,
  fingerprint bytea       NOT NULL,
  status      integer,
  body        text,
  tag         text,
  created_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_records_pkey PRIMARY KEY (org_id, key),
  CONSTRAINT idempotency_records_key_length CHECK (char_length(key) BETWEEN 1 AND 255),
  CONSTRAINT idempotency_records_user_fkey FOREIGN KEY (user_id) REFERENCES prefd.users ON DELETE CASCADE
);
CREATE INDEX idempotency_records_created_at ON prefd.idempotency_records (created_at);
CREATE INDEX idempotency_records_user ON prefd.idempotency_records (user_id);
COMMENT ON TABLE prefd.idempotency_records IS 'status, body and entity tag of the answer; NULL only inside the transaction that does the work.';

RESET ROLE;
