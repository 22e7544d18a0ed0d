-- Takes back the guess that begin_login counted, because it was right. Earlier ones stay counted, so that nobody can guess
-- on and on beside somebody who logs in now and then. In the order of begin_login, so that the two never wait for each other.
-- And notes that the user was seen, at most every five minutes: a worker comes here when it hashes a password, not when it
-- remembers one, so no other request pays for it. Not while somebody else changes the account: they are waited for by nobody.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.return_attempt(user_id bigint, address text) RETURNS void
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
  SELECT set_config('synchronous_commit', 'off', true);
  UPDATE prefd.login_attempts a SET attempts = a.attempts - 1
   WHERE a.subject = prefd.attempt_subject('account', return_attempt.user_id::text) AND a.attempts > 0;
  UPDATE prefd.login_attempts a SET attempts = a.attempts - 1
   WHERE a.subject = prefd.attempt_subject('address', return_attempt.address) AND a.attempts > 0;
  UPDATE prefd.users u SET last_seen_at = now() WHERE u.id = (
    SELECT o.id FROM prefd.users o
     WHERE o.id = return_attempt.user_id AND NOT o.is_disabled
       AND coalesce(o.last_seen_at, '-infinity') < now() - interval '5 minutes'
       FOR NO KEY UPDATE SKIP LOCKED);
END;

RESET ROLE;
