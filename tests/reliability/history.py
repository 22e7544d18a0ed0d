"""What happened to every row, kept by triggers inside the transactions that did it: the database's own side of the ledger."""

# Counters and marks of time that every request leaves, and what has no rows of anybody.
_IGNORED = {"schema_files", "login_attempts", "request_counts", "session_proofs"}

_SETUP = """
CREATE SCHEMA ledger;
CREATE TABLE ledger.history (seq bigserial PRIMARY KEY, xid bigint NOT NULL, tbl text NOT NULL, pk jsonb NOT NULL, op text NOT NULL,
                             old jsonb, new jsonb);
CREATE FUNCTION ledger.keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - '{last_seen_at,listing,seen_at}'::text[] END;
  now jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - '{last_seen_at,listing,seen_at}'::text[] END;
BEGIN
  IF was IS DISTINCT FROM now THEN
    INSERT INTO ledger.history (xid, tbl, pk, op, old, new)
    VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME,
            (SELECT jsonb_agg(coalesce(now, was) -> name ORDER BY place) FROM unnest(TG_ARGV) WITH ORDINALITY AS part (name, place)),
            TG_OP, was, now);
  END IF;
  RETURN NULL;
END $$;
"""

_KEYS = """
SELECT c.relname, array_agg(a.attname ORDER BY k.place)
  FROM pg_constraint p JOIN pg_class c ON c.oid = p.conrelid, unnest(p.conkey) WITH ORDINALITY AS k (number, place),
       LATERAL (SELECT attname FROM pg_attribute WHERE attrelid = p.conrelid AND attnum = k.number) a
 WHERE p.contype = 'p' AND p.connamespace = 'prefd'::regnamespace GROUP BY c.relname
"""


class History:
    def __init__(self, register):
        self.sql = register.sql
        self.tables = {table: key for table, key in self.sql(_KEYS) if table not in _IGNORED}
        self.sql(_SETUP)
        for table, key in self.tables.items():
            arguments = ", ".join(f"'{column}'" for column in key)
            self.sql(f"CREATE TRIGGER zz_ledger AFTER INSERT OR UPDATE OR DELETE ON prefd.{table} "
                     f"FOR EACH ROW EXECUTE FUNCTION ledger.keep({arguments})")

    def kept_keys(self):
        """(transaction, key) wherever an answer was kept under an idempotency key."""
        return self.sql("SELECT xid, new ->> 'key' FROM ledger.history WHERE tbl = 'idempotency_records' AND op = 'UPDATE' "
                        "AND new ->> 'status' IS NOT NULL")

    def tokens(self):
        """(transaction, token) wherever a row has a token that it had not before."""
        return self.sql("SELECT DISTINCT h.xid, m[1] FROM ledger.history h, regexp_matches(h.new::text, 'lg[0-9a-f]{6}', 'g') m "
                        "WHERE h.tbl <> 'idempotency_records' AND position(m[1] IN coalesce(h.old::text, '')) = 0")

    def repeats(self):
        """(transaction, token) wherever a row with a token was written again as it was."""
        same = " - ARRAY['version', 'updated_at', 'last_updated_at', 'updated_by']"
        return self.sql("SELECT DISTINCT h.xid, m[1] FROM ledger.history h, regexp_matches(h.new::text, 'lg[0-9a-f]{6}', 'g') m "
                        f"WHERE h.tbl <> 'idempotency_records' AND h.op = 'UPDATE' AND h.new{same} = h.old{same}")

    def strays(self, intended):
        """(transaction, its changes) of those that changed anything but records of keys, and are not intended."""
        changes = self.sql("SELECT xid, string_agg(format('%s %s %s', op, tbl, pk), ', ' ORDER BY seq) FROM ledger.history "
                           "WHERE tbl <> 'idempotency_records' GROUP BY xid")
        return [change for change in changes if change[0] not in intended]

    def broken_chains(self):
        """Changes that did not set out from what the change before had left: something was undone unseen."""
        return self.sql("SELECT tbl, pk, seq FROM (SELECT *, lag(new) OVER (PARTITION BY tbl, pk ORDER BY seq) AS before, "
                        "row_number() OVER (PARTITION BY tbl, pk ORDER BY seq) AS place FROM ledger.history) h "
                        "WHERE place > 1 AND old IS DISTINCT FROM before")

    def strange_ends(self):
        """Rows that are not what their last change made of them."""
        return [(table, pk) for table, key in self.tables.items() for (pk,) in self.sql(
            f"""WITH last AS (SELECT DISTINCT ON (pk) pk, new FROM ledger.history WHERE tbl = %s ORDER BY pk, seq DESC),
                     present AS (SELECT jsonb_build_array({", ".join("t." + column for column in key)}) AS pk,
                                        to_jsonb(t) - '{{last_seen_at,listing,seen_at}}'::text[] AS row FROM prefd.{table} t)
                SELECT last.pk FROM last LEFT JOIN present USING (pk) WHERE last.new IS DISTINCT FROM present.row""", table)]
