-- Whose password a login asks for, without counting.

\ir begin.psql
PREPARE find_password(text) AS SELECT * FROM prefd.begin_login($1, NULL, 0, 0, 300);

SELECT results_eq($$EXECUTE find_password('viewer')$$, $$VALUES (201::bigint, 1::bigint, 'viewer hash')$$, 'by login');
SELECT results_eq($$EXECUTE find_password('VIEWER')$$, $$VALUES (201::bigint, 1::bigint, 'viewer hash')$$, 'in any case');
SELECT results_eq($$EXECUTE find_password('Admin@North.Example')$$, $$VALUES (203::bigint, 1::bigint, 'admin hash')$$, 'by email');
SELECT results_eq($$EXECUTE find_password('disabled')$$, $$VALUES (209::bigint, 1::bigint, 'disabled hash')$$, 'disabled accounts are found');
SELECT is_empty($$EXECUTE find_password('robot')$$, 'service accounts are not');
SELECT is_empty($$EXECUTE find_password('homeless')$$, 'nor accounts without a password');
SELECT is_empty($$EXECUTE find_password('nobody')$$, 'nor unknown ones');
SELECT is_empty($$EXECUTE find_password('')$$, 'nor no name');
SELECT is_empty($$EXECUTE find_password(NULL)$$, 'nor NULL');
SELECT is_empty($$EXECUTE find_password('%')$$, 'no patterns');
SELECT is_empty($$EXECUTE find_password(' viewer')$$, 'no trimming');

SELECT * FROM finish();
ROLLBACK;
