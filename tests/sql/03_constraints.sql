-- The rules that hold for every writer, each by the name that the programs answer by; versions and credential versions.

BEGIN;
SELECT * FROM no_plan();
SET ROLE prefd_admin;

-- The constraint a statement violates, by its name.
CREATE FUNCTION pg_temp.violates(statement text, expected text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  violated text := 'none';
BEGIN
  BEGIN
    EXECUTE statement;
  EXCEPTION WHEN integrity_constraint_violation THEN
    GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
  END;
  RETURN NEXT is(violated, expected, statement);
END $$;

SELECT pg_temp.violates($$INSERT INTO prefd.orgs (name) VALUES ('North')$$, 'orgs_name_key');
SELECT pg_temp.violates($$INSERT INTO prefd.orgs (name) VALUES ('')$$, 'orgs_name_length');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email) VALUES ('viewer', 'a')$$, 'users_login_key');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email) VALUES ('a', 'viewer@north.example')$$, 'users_email_key');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email) VALUES ('Upper', 'a')$$, 'users_login_lower');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email) VALUES ('a', 'Upper@example')$$, 'users_email_lower');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email) VALUES ('', 'a')$$, 'users_login_length');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email) VALUES ('a', repeat('a', 191))$$, 'users_email_length');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email, name) VALUES ('a', 'a', repeat('a', 256))$$, 'users_name_length');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email) VALUES ('viewer@north.example', 'a')$$, 'user_names_pkey');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email) VALUES ('a', 'viewer')$$, 'user_names_pkey');
SELECT pg_temp.violates($$UPDATE prefd.users SET email = 'viewer' WHERE login = 'editor'$$, 'user_names_pkey');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email, theme) VALUES ('a', 'a', repeat('a', 191))$$, 'users_theme_length');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email, uid) SELECT 'a', 'a', uid FROM prefd.users LIMIT 1$$, 'users_uid_key');
SELECT pg_temp.violates($$INSERT INTO prefd.users (login, email, org_id) VALUES ('a', 'a', 999)$$, 'users_org_fkey');
SELECT pg_temp.violates($$UPDATE prefd.users SET org_role = 'Admin' WHERE login = 'viewer'; SET CONSTRAINTS ALL IMMEDIATE$$, 'users_org_role_fkey');
SELECT pg_temp.violates($$UPDATE prefd.users SET org_role = 'Admin' WHERE login = 'expelled'; SET CONSTRAINTS ALL IMMEDIATE$$, 'users_org_role_fkey');
SELECT pg_temp.violates($$UPDATE prefd.users SET org_role = 'Admin' WHERE login = 'homeless'$$, 'users_org_role_somewhere');
SELECT pg_temp.violates($$UPDATE prefd.users SET password_hash = 'x' WHERE login = 'robot'$$, 'users_service_account_no_password');
SELECT pg_temp.violates($$UPDATE prefd.users SET is_server_admin = true WHERE login = 'robot'$$, 'users_service_account_no_admin');
SELECT pg_temp.violates($$INSERT INTO prefd.org_members VALUES (101, 204, 'Owner')$$, 'org_members_role_known');
SELECT pg_temp.violates($$INSERT INTO prefd.org_members VALUES (101, 201, 'Viewer')$$, 'org_members_pkey');
SELECT pg_temp.violates($$INSERT INTO prefd.org_members VALUES (999, 201, 'Viewer')$$, 'org_members_org_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.org_members VALUES (101, 999, 'Viewer')$$, 'org_members_user_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.tokens (user_id, name, secret_hash) VALUES (201, 'own', sha256('new'))$$, 'tokens_user_name_key');
SELECT pg_temp.violates($$INSERT INTO prefd.tokens (user_id, name, secret_hash) VALUES (201, 'new', sha256('viewer'))$$, 'tokens_secret_hash_key');
SELECT pg_temp.violates($$INSERT INTO prefd.tokens (user_id, name, secret_hash) VALUES (201, 'new', 'short')$$, 'tokens_secret_hash_size');
SELECT pg_temp.violates($$INSERT INTO prefd.tokens (user_id, name, secret_hash) VALUES (201, '', sha256('new'))$$, 'tokens_name_length');
INSERT INTO prefd.sessions (user_id, secret_hash, previous_hash, idle, expires_at, client_ip, user_agent)
VALUES (201, sha256('now'), sha256('before'), '1 day', now(), '', '');
SELECT pg_temp.violates($$INSERT INTO prefd.sessions (user_id, secret_hash, idle, expires_at, client_ip, user_agent)
  VALUES (201, sha256('now'), '1 day', now(), '', '')$$, 'sessions_secret_hash_key');
SELECT pg_temp.violates($$INSERT INTO prefd.sessions (user_id, secret_hash, previous_hash, idle, expires_at, client_ip, user_agent)
  VALUES (201, sha256('new'), sha256('before'), '1 day', now(), '', '')$$, 'sessions_previous_hash_key');
SELECT pg_temp.violates($$INSERT INTO prefd.sessions (user_id, secret_hash, idle, expires_at, client_ip, user_agent)
  VALUES (201, 'short', '1 day', now(), '', '')$$, 'sessions_secret_hash_size');
SELECT pg_temp.violates($$INSERT INTO prefd.sessions (user_id, secret_hash, idle, expires_at, client_ip, user_agent)
  VALUES (999, sha256('new'), '1 day', now(), '', '')$$, 'sessions_user_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.tokens (user_id, name, secret_hash, refresh_hash, refresh_expires_at) VALUES (201, 'a', sha256('a'), sha256('r'), now()), (201, 'b', sha256('b'), sha256('r'), now())$$, 'tokens_refresh_hash_key');
SELECT pg_temp.violates($$INSERT INTO prefd.tokens (user_id, name, secret_hash, refresh_hash, refresh_expires_at) VALUES (201, 'a', sha256('a'), 'short', now())$$, 'tokens_refresh_hash_size');
SELECT pg_temp.violates($$INSERT INTO prefd.tokens (user_id, name, secret_hash, refresh_hash, refresh_expires_at) VALUES (201, 'a', sha256('a'), sha256('r'), NULL)$$, 'tokens_refresh_expires');
SELECT pg_temp.violates($$INSERT INTO prefd.preferences (org_id, document) VALUES (101, '{}')$$, 'preferences_pkey');
SELECT pg_temp.violates($$INSERT INTO prefd.preferences (org_id, document) VALUES (103, '[]')$$, 'preferences_document_object');
SELECT pg_temp.violates($$INSERT INTO prefd.preferences (org_id, user_id, team_id, document) VALUES (101, 1, 1, '{}')$$, 'preferences_one_subject');
SELECT pg_temp.violates($$UPDATE prefd.preferences SET document = '[]' WHERE user_id = 201$$, 'preferences_document_object');
SELECT pg_temp.violates($$UPDATE prefd.preferences SET user_id = 202 WHERE user_id = 201$$, 'preferences_one_subject');
SELECT pg_temp.violates($$UPDATE prefd.preferences SET account_id = NULL WHERE user_id = 201$$, 'preferences_one_subject');
SELECT pg_temp.violates($$INSERT INTO prefd.preferences (org_id, user_id, account_id, document) VALUES (101, 999, 201, '{}')$$, 'preferences_account_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.preferences (org_id, document) VALUES (999, '{}')$$, 'preferences_org_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.preferences (org_id, user_id, document) VALUES (101, 999, '{}')$$, 'preferences_account_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.preferences (org_id, team_id, document) VALUES (101, 999, '{}')$$, 'preferences_team_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.preferences (org_id, team_id, document) VALUES (101, 403, '{}')$$, 'preferences_team_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.teams (org_id, name) VALUES (101, 'Pilots')$$, 'teams_name_key');
SELECT pg_temp.violates($$INSERT INTO prefd.teams (org_id, name) VALUES (103, 'Pilots')$$, 'none');
SELECT pg_temp.violates($$INSERT INTO prefd.teams (org_id, name) VALUES (101, '')$$, 'teams_name_length');
SELECT pg_temp.violates($$INSERT INTO prefd.teams (org_id, name) VALUES (101, repeat('a', 191))$$, 'teams_name_length');
SELECT pg_temp.violates($$INSERT INTO prefd.teams (org_id, name, email) VALUES (101, 'a', repeat('a', 191))$$, 'teams_email_length');
SELECT pg_temp.violates($$INSERT INTO prefd.teams (org_id, name) VALUES (999, 'a')$$, 'teams_org_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.teams (org_id, name, uid) SELECT org_id, 'a', uid FROM prefd.teams WHERE id = 401$$, 'teams_uid_key');
SELECT pg_temp.violates($$INSERT INTO prefd.team_members (org_id, team_id, user_id) VALUES (101, 401, 201)$$, 'team_members_pkey');
SELECT pg_temp.violates($$INSERT INTO prefd.team_members (org_id, team_id, user_id) VALUES (101, 403, 201)$$, 'team_members_team_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.team_members (org_id, team_id, user_id) VALUES (101, 401, 204)$$, 'team_members_member_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.team_members (org_id, team_id, user_id, permission) VALUES (101, 402, 201, 1)$$, 'team_members_permission_known');
SELECT pg_temp.violates($$INSERT INTO prefd.stars (org_id, user_id, dashboard_id) VALUES (101, 201, 302)$$, 'stars_pkey');
SELECT pg_temp.violates($$INSERT INTO prefd.stars (org_id, user_id, dashboard_id) VALUES (101, 201, 303)$$, 'stars_dashboard_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.stars (org_id, user_id, dashboard_id) VALUES (101, 999, 302)$$, 'stars_user_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 201, 'k', '1')$$, 'none');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 201, 'k', '1')$$, 'keyed_preferences_key_key');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 202, 'k', '1')$$, 'none');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (102, 201, 'k', '1')$$, 'none');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 201, 'K', '1')$$, 'none');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 201, '', '1')$$, 'keyed_preferences_key_length');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 201, repeat('😀', 255), '1')$$, 'none');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 201, repeat('x', 256), '1')$$, 'keyed_preferences_key_length');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) SELECT 101, 201, 'long', to_json(repeat('x', 65534))$$, 'none');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) SELECT 101, 201, 'longer', to_json(repeat('x', 65535))$$, 'keyed_preferences_value_length');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 201, 'null', ' null ')$$, 'keyed_preferences_value_present');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (999, 201, 'k', '1')$$, 'keyed_preferences_org_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value) VALUES (101, 999, 'k', '1')$$, 'keyed_preferences_user_fkey');
SELECT pg_temp.violates($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (101, 'north-home', 'a', 'a', '{}')$$, 'dashboards_uid_key');
SELECT pg_temp.violates($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (101, 'a b', 'a', 'a', '{}')$$, 'dashboards_uid_characters');
SELECT pg_temp.violates($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (101, E'a\n', 'a', 'a', '{}')$$, 'dashboards_uid_characters');
SELECT pg_temp.violates($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (101, repeat('a', 41), 'a', 'a', '{}')$$, 'dashboards_uid_length');
SELECT pg_temp.violates($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (101, 'a', '', 'a', '{}')$$, 'dashboards_title_present');
SELECT pg_temp.violates($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (101, 'a', repeat('a', 5001), 'a', '{}')$$, 'dashboards_title_length');
SELECT pg_temp.violates($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (101, 'a', 'a', 'a', '[]')$$, 'dashboards_document_object');
SELECT pg_temp.violates($$INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) VALUES (102, 'north-home', 'a', 'a', '{}')$$, 'none');

-- every foreign key can be followed backwards by an index, but that of the current organisation: it is followed when an
-- organisation is deleted, and an index of it would make every change of it an insertion into all indexes of users
SELECT is_empty(
  $$SELECT conname FROM pg_constraint c WHERE contype = 'f' AND connamespace = 'prefd'::regnamespace
     AND conname <> 'users_org_fkey'
     AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1])$$, 'every foreign key has an index');

-- versions
PREPARE versions(bigint) AS SELECT version, credential_version <> $1 FROM prefd.users WHERE login = 'viewer';
UPDATE prefd.users SET name = 'New' WHERE login = 'viewer';
SELECT results_eq('EXECUTE versions(1)', 'VALUES (2, false)', 'a change raises the version');
UPDATE prefd.users SET last_seen_at = now() WHERE login = 'viewer';
SELECT results_eq('EXECUTE versions(1)', 'VALUES (2, false)', 'being seen is no change');
UPDATE prefd.users SET password_hash = 'other' WHERE login = 'viewer';
SELECT results_eq('EXECUTE versions(1)', 'VALUES (3, true)', 'a new password has another credential version');
SELECT credential_version AS second FROM prefd.users WHERE login = 'viewer' \gset
UPDATE prefd.users SET password_hash = 'other' WHERE login = 'viewer';
SELECT results_eq('EXECUTE versions(' || :'second' || ')', 'VALUES (4, false)', 'the same hash does not');
UPDATE prefd.users SET is_disabled = true, last_seen_at = now() + interval '1 second' WHERE login = 'viewer';
SELECT results_eq('EXECUTE versions(' || :'second' || ')', 'VALUES (4, true)', 'disabling has, also beside being seen');
INSERT INTO prefd.users (login, email) SELECT 'many' || n, 'many' || n FROM generate_series(1, 100) n;
SELECT ok((SELECT count(DISTINCT credential_version) = 100 AND max(abs(credential_version)) > 1e18 FROM prefd.users WHERE login LIKE 'many%'),
          'credential versions are not to be guessed');
UPDATE prefd.orgs SET name = 'Norther' WHERE id = 101;
SELECT is((SELECT version FROM prefd.orgs WHERE id = 101), 2, 'organisations have versions too');

-- the role in the current organisation
PREPARE astray AS
  SELECT u.login, u.org_role, m.role FROM prefd.users u LEFT JOIN prefd.org_members m ON m.user_id = u.id AND m.org_id = u.org_id
   WHERE u.org_role IS DISTINCT FROM m.role;
PREPARE role_of(text) AS SELECT org_role, version FROM prefd.users WHERE login = $1;
SELECT is_empty('astray', 'is that of the membership, also of those made at once');
UPDATE prefd.org_members SET role = 'Admin' WHERE user_id = 202;
SELECT results_eq('EXECUTE role_of(''editor'')', 'VALUES (''Admin'', 1)', 'another role, and the account is as it was');
UPDATE prefd.users SET org_id = 102 WHERE login = 'traveller';
SELECT results_eq('EXECUTE role_of(''traveller'')', 'VALUES (''Editor'', 2)', 'another organisation is a change');
UPDATE prefd.users SET org_id = 103 WHERE login = 'traveller';
SELECT results_eq('EXECUTE role_of(''traveller'')', 'VALUES (NULL::text, 3)', 'also to where one is no member');
INSERT INTO prefd.org_members (org_id, user_id, role) VALUES (103, 210, 'None'), (103, 202, 'Viewer');
SELECT results_eq('EXECUTE role_of(''traveller'')', 'VALUES (''None'', 3)', 'or is later');
SELECT results_eq('EXECUTE role_of(''editor'')', 'VALUES (''Admin'', 1)', 'what is not current is not it');
DELETE FROM prefd.org_members WHERE org_id = 103;
SELECT results_eq('EXECUTE role_of(''traveller'')', 'VALUES (NULL::text, 3)', 'and no longer');
SELECT is_empty('astray', 'all the same as the memberships');
SELECT lives_ok('SET CONSTRAINTS ALL IMMEDIATE', 'as PostgreSQL itself finds at the end');
SET CONSTRAINTS ALL DEFERRED;

-- names in use
SELECT is_empty($$(SELECT name FROM prefd.user_names) EXCEPT ALL (SELECT login FROM prefd.users UNION SELECT email FROM prefd.users)$$, 'no name is kept that nobody has');
SELECT is_empty($$(SELECT login FROM prefd.users UNION SELECT email FROM prefd.users) EXCEPT (SELECT name FROM prefd.user_names)$$, 'every name is kept');
UPDATE prefd.users SET login = 'new', email = 'new' WHERE login = 'homeless';
SELECT set_eq($$SELECT name FROM prefd.user_names WHERE name ~ 'homeless|new'$$, ARRAY['new'], 'a renamed account leaves its names');
DELETE FROM prefd.users WHERE login = 'new';
SELECT is_empty($$SELECT FROM prefd.user_names WHERE name = 'new'$$, 'a deleted one too');

-- what a search for people reads
PREPARE people AS SELECT id, login COLLATE "default", search_text FROM prefd.people;
PREPARE persons AS SELECT id, login, search_text FROM prefd.users WHERE NOT is_service_account;
SELECT set_eq('people', 'persons', 'every person, as they are');
UPDATE prefd.users SET name = 'Somebody Else' WHERE login = 'editor';
UPDATE prefd.users SET login = 'edi' WHERE login = 'editor';
UPDATE prefd.users SET email = 'admin@elsewhere.example' WHERE login = 'admin';
UPDATE prefd.users SET name = 'R2' WHERE is_service_account;
SELECT set_eq('people', 'persons', 'as they are called now');
INSERT INTO prefd.users (login, email) VALUES ('another', 'another@north.example');
INSERT INTO prefd.users (login, email, is_service_account, org_id) VALUES ('sa-1-x', 'sa-1-x', true, 101);
DELETE FROM prefd.users WHERE login = 'edi';
SELECT set_eq('people', 'persons', 'newcomers, but no service account, and none who is gone');
SELECT is((SELECT count(*) FROM prefd.people), (SELECT count(*) FROM prefd.users WHERE NOT is_service_account), 'once each');

-- what goes with what
DELETE FROM prefd.org_members WHERE org_id = 101 AND user_id = 210;
SELECT is_empty('SELECT FROM prefd.team_members WHERE user_id = 210', 'who leaves the organisation leaves its teams');
DELETE FROM prefd.teams WHERE id = 402;
SELECT is_empty('SELECT FROM prefd.preferences WHERE team_id = 402', 'preferences go with their team');
SELECT isnt_empty('SELECT FROM prefd.preferences WHERE team_id = 401', 'those of others stay');
DELETE FROM prefd.dashboards WHERE id = 302;
SELECT is_empty('SELECT FROM prefd.stars WHERE dashboard_id = 302', 'stars go with their dashboard');
DELETE FROM prefd.users WHERE login IN ('viewer', 'editor');
SELECT is_empty('SELECT FROM prefd.preferences WHERE user_id = 201', 'preferences go with their user');
SELECT is_empty('SELECT FROM prefd.tokens WHERE user_id = 201', 'tokens too');
SELECT is_empty('SELECT FROM prefd.stars WHERE user_id = 201', 'stars too');
SELECT is_empty('SELECT FROM prefd.team_members WHERE user_id = 202', 'and memberships of teams');
SELECT isnt_empty('SELECT FROM prefd.teams WHERE id = 401', 'not the teams');
SELECT is((SELECT created_by FROM prefd.dashboards WHERE id = 301), NULL, 'dashboards stay');
DELETE FROM prefd.orgs WHERE id = 102;
SELECT is_empty('SELECT FROM prefd.preferences WHERE org_id = 102', 'preferences go with their organisation');
SELECT is_empty('SELECT FROM prefd.dashboards WHERE org_id = 102', 'dashboards too');
SELECT is_empty('SELECT FROM prefd.teams WHERE org_id = 102', 'and teams');
SELECT is((SELECT (org_id, org_role)::text FROM prefd.users WHERE login = 'stranger'), '(,)', 'users stay, without a current organisation');

SELECT * FROM finish();
ROLLBACK;
