-- A password that was hashed anew, because a hash costs more by now, is still the same password.

SET ROLE prefd_owner;

ALTER TABLE prefd.users ADD COLUMN password_renewed_at timestamptz;
COMMENT ON COLUMN prefd.users.password_renewed_at IS 'When password_hash was made anew of the password that it was made of before; NULL: never.';

RESET ROLE;
