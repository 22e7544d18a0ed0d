-- Writes a line into PostgreSQL's log that leads from its own line of an error to the request that it ended: the process is
-- that of the error's line.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.note_failure(request_id text, error text, statement text, sqlstate text, process integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE LOG 'request % failed: % in statement %, SQLSTATE %, process %', request_id, error, statement, sqlstate, process;
END $$;

RESET ROLE;
