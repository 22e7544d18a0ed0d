-- Whether there is any account.
-- row: one when there is, else none
SELECT 1 FROM prefd.users LIMIT 1;
