-- A new secret for the session that the request came by.
-- $1 SHA-256 of the one it has shown, $2 of the new one (both binary)
-- row: seconds it still lasts; NULL when another request has just rotated it
SELECT prefd.rotate_session($1::bytea, $2::bytea);
