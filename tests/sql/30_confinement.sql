-- The worker, logged in as itself and acting for an editor of one organisation, tries to get out of it with SQL of its own
-- making. Everything must fail; forging the context is 33_sealed_context.sql's subject.

\ir begin.psql

CREATE FUNCTION pg_temp.denied(statement text, reason text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT throws_ok(statement, '42501', NULL, reason)
$$;
-- What is in the other organisation, seen by its admin: must be the same before and after.
CREATE FUNCTION pg_temp.south() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  seen text;
BEGIN
  PERFORM tests.act_as('stranger');
  SELECT concat((SELECT json_agg(p ORDER BY user_id) FROM prefd.preferences p), (SELECT json_agg(d) FROM prefd.dashboards d),
                (SELECT json_agg(m ORDER BY user_id) FROM prefd.org_members m), (SELECT json_agg(o) FROM prefd.orgs o),
                (SELECT json_agg(t) FROM prefd.teams t), (SELECT json_agg(m) FROM prefd.team_members m),
                (SELECT json_agg(s) FROM prefd.stars s)) INTO seen;
  PERFORM tests.act_as('editor');
  RETURN seen;
END $$;
SELECT pg_temp.south() AS before \gset
SELECT matches(:'before'::text, 'Europe/Berlin.*south-home', 'there is something to protect');
SELECT is(prefd.current_org_id(), 101::bigint, 'acting in the other organisation');
INSERT INTO prefd.preferences (org_id, user_id, document) VALUES (101, 202, '{"theme":"dark"}');

-- secrets
SELECT pg_temp.denied('SELECT * FROM prefd.tokens', 'tokens');
SELECT pg_temp.denied('SELECT secret_hash FROM prefd.tokens WHERE user_id = 202', 'one''s own tokens');
SELECT is((SELECT count(*) FROM prefd.tokens), 0::bigint, 'their number');
SELECT pg_temp.denied('UPDATE prefd.tokens SET revoked_at = NULL', 'reviving tokens');
SELECT pg_temp.denied($$INSERT INTO prefd.tokens (user_id, name, secret_hash) VALUES (203, 'mine', sha256('mine'))$$, 'making tokens');
SELECT pg_temp.denied('SELECT password_hash FROM prefd.users', 'password hashes');
SELECT pg_temp.denied('SELECT password_hash FROM prefd.users WHERE id = 202', 'one''s own password hash');
SELECT pg_temp.denied('SELECT * FROM prefd.users', 'whole accounts');
SELECT pg_temp.denied('SELECT u FROM prefd.users u', 'whole accounts as a row');
SELECT pg_temp.denied('SELECT row_to_json(u) FROM prefd.users u', 'whole accounts as JSON');
SELECT pg_temp.denied('SELECT id FROM prefd.users ORDER BY password_hash', 'the order of password hashes');
SELECT pg_temp.denied($$SELECT id FROM prefd.users WHERE password_hash LIKE 'a%'$$, 'guessing at password hashes');
SELECT pg_temp.denied('SELECT id FROM prefd.users GROUP BY id, password_hash', 'grouping by password hashes');
SELECT pg_temp.denied('SELECT credential_version FROM prefd.users', 'credential versions');
SELECT pg_temp.denied('SELECT * FROM prefd.schema_files', 'schema files');
SELECT is_empty($$SELECT FROM pg_stats WHERE schemaname = 'prefd' AND tablename IN ('users', 'tokens', 'preferences', 'dashboards')$$, 'values in statistics');

-- being somebody else
SELECT pg_temp.denied('SET ROLE prefd_admin', 'becoming the admin');
SELECT pg_temp.denied('SET ROLE prefd_owner', 'becoming the owner');
SELECT pg_temp.denied('SET ROLE postgres', 'becoming the superuser');
SELECT pg_temp.denied('SET SESSION AUTHORIZATION prefd_admin', 'logging in as the admin');
SELECT pg_temp.denied('GRANT prefd_admin TO prefd_worker', 'becoming a member');
SELECT pg_temp.denied('ALTER ROLE prefd_worker BYPASSRLS', 'bypassing row security');
SELECT pg_temp.denied('ALTER ROLE prefd_worker SUPERUSER', 'becoming a superuser');
SELECT pg_temp.denied('CREATE ROLE accomplice', 'making a role');
SELECT pg_temp.denied('SELECT prefd.enter_context(204, 102, ''Admin'', true, false, NULL, ''signed_in'')', 'entering a context without a credential');
SELECT throws_ok('SELECT prefd.authenticate_user(204, 99, NULL, ''admin'')', 'PF006', NULL, 'a credential version that is not');

-- taking the protection away
SELECT throws_ok('ALTER TABLE prefd.preferences DISABLE ROW LEVEL SECURITY', '42501', NULL, 'disabling row security');
SELECT throws_ok('ALTER TABLE prefd.preferences NO FORCE ROW LEVEL SECURITY', '42501', NULL, 'no longer forcing it');
SELECT throws_ok('DROP POLICY preferences_acting ON prefd.preferences', '42501', NULL, 'dropping a policy');
SELECT throws_ok('CREATE POLICY mine ON prefd.preferences USING (true)', '42501', NULL, 'making a policy');
SELECT throws_ok('ALTER TABLE prefd.preferences OWNER TO prefd_worker', '42501', NULL, 'taking a table');
SELECT pg_temp.denied('GRANT SELECT ON prefd.schema_files TO prefd_worker', 'granting oneself a table');
SELECT ok(NOT has_column_privilege('prefd.tokens', 'secret_hash', 'SELECT, UPDATE'), 'the hashes of tokens');
SELECT pg_temp.denied('TRUNCATE prefd.preferences', 'truncating');
SELECT pg_temp.denied('CREATE TABLE prefd.mine ()', 'making a table');
SELECT pg_temp.denied('CREATE VIEW prefd.mine AS SELECT 1', 'making a view');
SELECT pg_temp.denied('CREATE RULE mine AS ON SELECT TO prefd.orgs DO INSTEAD SELECT 1', 'making a rule');
SELECT pg_temp.denied('CREATE TRIGGER mine BEFORE INSERT ON prefd.preferences EXECUTE FUNCTION prefd.raise_version()', 'making a trigger');
SELECT pg_temp.denied('CREATE FUNCTION prefd.current_org_id(text) RETURNS bigint LANGUAGE sql RETURN 102', 'making a function');
SELECT throws_ok('CREATE OR REPLACE FUNCTION prefd.current_org_id() RETURNS bigint LANGUAGE sql RETURN 102', '42501', NULL, 'replacing a function');
SELECT pg_temp.denied('ALTER FUNCTION prefd.current_org_id() OWNER TO prefd_worker', 'taking a function');
SELECT lives_ok('SET LOCAL row_security = off', 'switching row security off is allowed');
SELECT pg_temp.denied('SELECT * FROM prefd.preferences', 'but then nothing is shown at all');
SELECT lives_ok('SET LOCAL row_security = on', 'back on');
SELECT pg_temp.denied('SET session_replication_role = replica', 'switching triggers off');

-- reading what is elsewhere
SELECT is_empty('SELECT FROM prefd.preferences WHERE org_id = 102', 'preferences by organisation');
SELECT is_empty('SELECT FROM prefd.preferences WHERE org_id = 102 OR true EXCEPT ALL SELECT FROM prefd.preferences WHERE org_id = 101', 'by disjunction');
SELECT is_empty('SELECT FROM prefd.preferences WHERE user_id NOT IN (0, 202) OR team_id NOT IN (0, 401)', 'those of others in the same organisation');
SELECT is_empty('SELECT FROM prefd.dashboards WHERE id = 303', 'dashboards by id');
SELECT is_empty('SELECT FROM prefd.orgs o LEFT JOIN prefd.dashboards d ON true WHERE o.id = 102 OR d.org_id = 102', 'by join');
SELECT is_empty('SELECT FROM prefd.org_members m FULL JOIN prefd.preferences p USING (org_id) WHERE org_id = 102', 'by full join');
SELECT is_empty('SELECT FROM prefd.users u JOIN LATERAL (SELECT FROM prefd.preferences p WHERE p.user_id = u.id AND u.id <> 202) other ON true', 'by lateral join');
SELECT is_empty($$WITH RECURSIVE walk AS (SELECT org_id FROM prefd.org_members UNION SELECT org_id + 1 FROM walk WHERE org_id < 110)
                  SELECT FROM walk JOIN prefd.dashboards USING (org_id) WHERE org_id <> 101$$, 'by recursion');
SELECT is_empty('SELECT id FROM prefd.users WHERE id IN (204, 207)', 'accounts of others');
SELECT is_empty($$SELECT FROM prefd.preferences, generate_series(0, 50) block, generate_series(1, 50) item
                   WHERE preferences.ctid = format('(%s,%s)', block, item)::tid AND org_id <> 101$$, 'by ctid');
SELECT is_empty('SELECT FROM prefd.preferences TABLESAMPLE SYSTEM (100) WHERE org_id <> 101', 'by sample');
-- A cheap function that tells what it is given must not run on rows before the policy does.
CREATE TEMP TABLE leaked (org_id bigint);
CREATE FUNCTION pg_temp.leak(org_id bigint) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN
  INSERT INTO leaked VALUES (org_id);
  RETURN true;
END $$;
SELECT isnt_empty('SELECT FROM prefd.preferences WHERE pg_temp.leak(org_id)', 'a function that leaks');
SELECT is_empty('SELECT FROM leaked WHERE org_id <> 101', 'is not called for the rows of others');
SELECT pg_temp.denied('CREATE FUNCTION pg_temp.proof(bigint) RETURNS boolean LANGUAGE sql LEAKPROOF RETURN true', 'nor can it be called leakproof');
SELECT lives_ok('CREATE TEMP VIEW mirror AS SELECT * FROM prefd.preferences', 'a view of one''s own');
SELECT is_empty('SELECT FROM mirror WHERE org_id <> 101', 'shows no more');
SELECT lives_ok('CREATE TEMP TABLE copy AS TABLE prefd.preferences', 'a copy of one''s own');
SELECT is_empty('SELECT FROM copy WHERE org_id <> 101', 'has no more');
SELECT lives_ok('DECLARE walker SCROLL CURSOR FOR SELECT org_id FROM prefd.preferences', 'a cursor');
SELECT is_empty('SELECT FROM cursor_to_xml(''walker'', 100, false, false, '''') x WHERE x::text LIKE ''%102%''', 'walks no further');
SELECT is_empty($$SELECT FROM query_to_xml('SELECT org_id FROM prefd.preferences', false, false, '') x WHERE x::text LIKE '%102%'$$, 'by XML');
SELECT pg_temp.denied($$SELECT pg_read_file('PG_VERSION')$$, 'files of the server');
SELECT pg_temp.denied($$COPY leaked FROM PROGRAM 'true'$$, 'programs of the server');
SELECT pg_temp.denied($$COPY prefd.preferences TO '/dev/null'$$, 'writing files of the server');

-- writing what is elsewhere
SELECT pg_temp.denied('UPDATE prefd.preferences SET org_id = 102', 'moving a row');
SELECT pg_temp.denied('UPDATE prefd.preferences SET user_id = 203', 'giving a row to somebody else');
SELECT pg_temp.denied('UPDATE prefd.dashboards SET org_id = 102', 'moving a dashboard');
SELECT pg_temp.denied($$INSERT INTO prefd.preferences (org_id, user_id, document) VALUES (102, 202, '{}')$$, 'one''s row in another organisation');
SELECT pg_temp.denied($$INSERT INTO prefd.preferences (org_id, user_id, document) VALUES (101, 205, '{}')$$, 'somebody else''s row');
SELECT pg_temp.denied($$INSERT INTO prefd.preferences (org_id, team_id, document) VALUES (101, 402, '{}')$$, 'a team''s row');
SELECT pg_temp.denied($$INSERT INTO prefd.preferences (org_id, document) VALUES (102, '{"theme":"dark"}')
  ON CONFLICT (org_id, user_id, team_id) DO UPDATE SET document = excluded.document$$, 'over another organisation''s row');
SELECT pg_temp.denied($$INSERT INTO prefd.preferences (org_id, document) VALUES (102, '{}') ON CONFLICT DO NOTHING$$, 'asking whether it exists');
SELECT pg_temp.denied($$INSERT INTO prefd.preferences (org_id, user_id, document) VALUES (101, 201, '{}')
  ON CONFLICT (org_id, user_id, team_id) DO UPDATE SET document = preferences.document RETURNING document$$, 'reading a neighbour''s row by conflict');
SELECT pg_temp.denied($$INSERT INTO prefd.preferences (org_id, user_id, document) VALUES (101, 202, '{}')
  ON CONFLICT (org_id, user_id, team_id) DO UPDATE SET org_id = 102$$, 'moving a row by conflict');
SELECT pg_temp.denied($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (102, 'x', 'x', 'x', '{}') RETURNING id$$, 'a dashboard elsewhere');
SELECT pg_temp.denied($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (102, 'south-home', 'x', 'x', '{}')
  ON CONFLICT (org_id, uid) DO UPDATE SET title = 'x' RETURNING document$$, 'over a dashboard elsewhere');
SELECT is_empty($$UPDATE prefd.dashboards d SET title = o.title FROM prefd.dashboards o WHERE d.id = 303 RETURNING d.*$$, 'updating by join');
SELECT is_empty($$WITH gone AS (DELETE FROM prefd.dashboards WHERE org_id <> 101 RETURNING *) SELECT * FROM gone$$, 'deleting and reading');
SELECT lives_ok($$MERGE INTO prefd.dashboards d USING (VALUES (102)) o (org_id) ON d.org_id = o.org_id WHEN MATCHED THEN DELETE$$, 'merging finds nothing');
SELECT pg_temp.denied('UPDATE prefd.teams SET org_id = 102', 'moving a team');
SELECT pg_temp.denied($$INSERT INTO prefd.teams (org_id, name) VALUES (102, 'x') RETURNING id$$, 'a team elsewhere');
SELECT pg_temp.denied($$INSERT INTO prefd.teams (org_id, name) VALUES (102, 'Pilots') ON CONFLICT DO NOTHING$$, 'asking for the name of one');
SELECT pg_temp.denied('INSERT INTO prefd.team_members (org_id, team_id, user_id) VALUES (102, 403, 202)', 'joining one');
SELECT pg_temp.denied('UPDATE prefd.team_members SET team_id = 402', 'moving a membership');
SELECT pg_temp.denied('INSERT INTO prefd.team_members (org_id, team_id, user_id) VALUES (101, 402, 202)', 'joining another team here');
SELECT pg_temp.denied('INSERT INTO prefd.stars (org_id, user_id, dashboard_id) VALUES (102, 202, 303)', 'starring elsewhere');
SELECT pg_temp.denied('INSERT INTO prefd.stars (org_id, user_id, dashboard_id) VALUES (101, 203, 302)', 'starring for somebody else');
SELECT is_empty('SELECT FROM prefd.stars WHERE user_id <> 202', 'seeing what others star');
SELECT is_empty('DELETE FROM prefd.stars WHERE user_id <> 202 RETURNING 1', 'and taking it off');
SELECT is_empty('SELECT FROM prefd.teams WHERE id <> 401', 'teams of others');
SELECT is_empty('SELECT FROM prefd.team_members WHERE team_id <> 401', 'and who is in them');
SELECT pg_temp.denied('UPDATE prefd.users SET is_server_admin = true', 'becoming server admin');
SELECT pg_temp.denied('UPDATE prefd.users SET password_hash = NULL', 'taking passwords');
SELECT pg_temp.denied('UPDATE prefd.users SET is_disabled = true', 'disabling accounts');
SELECT is_empty($$UPDATE prefd.users SET name = 'mine' WHERE id <> 202 RETURNING id$$, 'naming others');
SELECT is_empty('SELECT prefd.set_password(201, ''mine'', NULL)', 'a password for somebody else');
SELECT is_empty('SELECT prefd.delete_person(201)', 'deleting somebody');
SELECT is_empty('SELECT prefd.set_server_admin(202, true)', 'becoming server admin by function');
SELECT is_empty('SELECT prefd.set_disabled(201, true)', 'disabling somebody by function');
SELECT is_empty('SELECT prefd.person_orgs(204)', 'organisations of others');
SELECT throws_ok('SELECT prefd.use_org(201, 101)', 'PF030', NULL, 'moving somebody');
SELECT throws_ok($$SELECT prefd.create_person('x', 'x', 'x', 101, 'x')$$, 'PF010', NULL, 'making accounts');
SELECT pg_temp.denied('SELECT FROM prefd.user_names', 'names in use');
SELECT pg_temp.denied('SELECT FROM prefd.people', 'what a search for people reads');
SELECT pg_temp.denied('UPDATE prefd.org_members SET role = ''Admin''', 'becoming Admin');
SELECT pg_temp.denied('INSERT INTO prefd.org_members VALUES (102, 202, ''Admin'')', 'joining an organisation');
SELECT pg_temp.denied('DELETE FROM prefd.orgs', 'removing organisations');
SELECT pg_temp.denied('UPDATE prefd.orgs SET version = 1', 'another version for an organisation');
SELECT is_empty('SELECT FROM prefd.orgs FOR UPDATE', 'locking organisations');
SELECT pg_temp.denied('LOCK prefd.users IN ACCESS EXCLUSIVE MODE', 'locking tables');
SELECT pg_temp.denied('SELECT setval(pg_get_serial_sequence(''prefd.users'', ''id''), 1)', 'sequences');

-- what cannot be tried within a transaction or a function
\set answer `psql -XqAt -U prefd_worker -c "COPY prefd.users TO STDOUT" 2>&1`
SELECT matches(:'answer'::text, 'permission denied', 'copying accounts out');
\set answer `psql -XqAt -U prefd_worker -c "COPY prefd.tokens (secret_hash) TO STDOUT" 2>&1`
SELECT matches(:'answer'::text, 'permission denied', 'copying tokens out');
\set answer `echo "102	0	0	{}" | psql -XqAt -U prefd_worker -c "SELECT tests.act_as('editor')" -c "COPY prefd.preferences (org_id, user_id, team_id, document) FROM STDIN" 2>&1`
SELECT matches(:'answer'::text, 'ERROR', 'copying in');
\set answer `psql -XqAt -U prefd_worker -c "BEGIN" -c "SELECT tests.act_as('admin')" -c "COPY prefd.preferences (org_id, user_id) TO STDOUT" 2>&1`
SELECT is(btrim(:'answer', E'\n'), E'101\t0\n101\t203\n101\t0\n101\t0', 'copying out shows what may be seen');
\set answer `psql -XqAt -U prefd_worker -c "ALTER SYSTEM SET row_security = off" 2>&1`
SELECT matches(:'answer'::text, 'permission denied', 'changing the server');

SELECT is(pg_temp.south(), :'before'::text, 'and nothing has changed over there');

SELECT * FROM finish();
ROLLBACK;
