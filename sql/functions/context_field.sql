-- What stands at a place of the context (set_context.sql); NULL: nothing. Inlined into policies, hence LANGUAGE sql, STABLE, no SET.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.context_field(place integer) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(split_part(pg_catalog.current_setting('backtrace_functions'), ',', place), '');

RESET ROLE;
