-- Revokes an access token that can be renewed.
-- $1 SHA-256 of its secret, or of the one that renews it (binary)
-- row: nothing of use
SELECT prefd.give_back_token($1::bytea);
