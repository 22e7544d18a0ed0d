-- A place in a list that is in the order of ids, as opaque text for a client to bring back: page_start is the way back.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.page_cursor(last bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lpad(to_hex(last), 16, '0') || left(md5('after ' || last), 8);

RESET ROLE;
