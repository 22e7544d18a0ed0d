-- Sessions: opened, found by their secret, rotated, listed, ended; who may do what to whose.

BEGIN;
SELECT * FROM no_plan();

-- Sessions of personas, as the worker opens them; the secret is the name. Committed to nothing: all is rolled back.
CREATE FUNCTION pg_temp.opened(persona text, secret text) RETURNS SETOF integer LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona);
  SET LOCAL ROLE prefd_worker;
  RETURN QUERY SELECT prefd.open_session(sha256(secret::bytea), '192.0.2.1', 'curl/7.88.1', 7 * 86400, 30 * 86400);
  RESET ROLE;
  PERFORM tests.act_as_nobody();
END $$;
-- What a request by a session gets to, or the SQLSTATE of its refusal.
CREATE FUNCTION pg_temp.enters(secret text, wanted bigint DEFAULT NULL, demand text DEFAULT 'signed_in') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as_nobody();
  SET LOCAL ROLE prefd_worker;
  PERFORM prefd.authenticate_session(sha256(secret::bytea), wanted, demand);
  RESET ROLE;
  RETURN concat_ws(' ', prefd.current_user_id(), coalesce(prefd.current_org_id()::text, '-'), coalesce(prefd.current_org_role(), '-'));
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $$;
-- A statement of whoever entered last, as the worker: its first value, or the SQLSTATE.
CREATE FUNCTION pg_temp.does(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  answer text;
BEGIN
  SET LOCAL ROLE prefd_worker;
  EXECUTE statement INTO answer;
  RESET ROLE;
  RETURN coalesce(answer, 'NULL');
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $$;
CREATE FUNCTION pg_temp.id(secret text) RETURNS bigint LANGUAGE sql AS $$
  SELECT id FROM prefd.sessions WHERE secret_hash = sha256(secret::bytea)
$$;
CREATE FUNCTION pg_temp.later(span interval) RETURNS void LANGUAGE sql AS $$
  UPDATE prefd.sessions SET created_at = created_at - span, seen_at = seen_at - span, rotated_at = rotated_at - span, expires_at = expires_at - span
$$;

SELECT is(pg_temp.opened('viewer', 'one'), 2592000, 'a session is opened');
SELECT pg_temp.opened('viewer', 'two');
SELECT pg_temp.opened('stranger', 'strange');
SELECT pg_temp.opened('server_admin', 'root');
SELECT pg_temp.opened('traveller', 'travels');

-- entering
SELECT is(pg_temp.enters('one'), '201 101 Viewer', 'its secret is its user');
SELECT is(prefd.current_session_id(), pg_temp.id('one'), 'and tells the session');
SELECT is(pg_temp.enters('travels', 102), '210 102 Editor', 'wanting another organisation');
SELECT is(pg_temp.enters('travels'), '210 101 Viewer', 'or none');
SELECT is(pg_temp.enters('one', 102), '201 - -', 'one that the user is no member of');
SELECT is(pg_temp.enters('one', NULL, 'admin'), 'PF010', 'the demand is judged');
SELECT is(pg_temp.enters('one', NULL, 'person'), '201 101 Viewer', 'a session is a person''s');
SELECT is(pg_temp.enters('nothing'), 'PF072', 'an unknown secret');
SELECT is(pg_temp.enters(NULL), 'PF072', 'none');
SELECT tests.act_as_nobody();
SELECT tests.act_as('viewer');
SELECT is(prefd.current_session_id(), NULL, 'a token is no session');

-- seen once a minute
SELECT is((SELECT seen_at FROM prefd.sessions WHERE id = pg_temp.id('one')), NULL, 'in its first minute it is not written');
SELECT pg_temp.later('2 minutes');
SELECT pg_temp.enters('one');
SELECT is((SELECT seen_at FROM prefd.sessions WHERE id = pg_temp.id('one')), now(), 'after it, it is');
UPDATE prefd.sessions SET seen_at = now() - interval '50 seconds' WHERE id = pg_temp.id('one');
SELECT pg_temp.enters('one');
SELECT is((SELECT seen_at FROM prefd.sessions WHERE id = pg_temp.id('one')), now() - interval '50 seconds', 'and then not for a minute');

-- how it ends
SELECT pg_temp.later('6 days 23 hours');
SELECT is(pg_temp.enters('travels'), '210 101 Viewer', 'not used for nearly its idle time');
SELECT pg_temp.later('6 days 23 hours');
SELECT is(pg_temp.enters('travels'), '210 101 Viewer', 'each use begins it anew');
SELECT is(pg_temp.enters('two'), 'PF072', 'not used for all of it');
SELECT pg_temp.later('6 days');
SELECT pg_temp.enters('travels');
SELECT pg_temp.later('6 days');
SELECT pg_temp.enters('travels');
SELECT pg_temp.later('5 days');
SELECT is(pg_temp.enters('travels'), 'PF072', 'however much it is used, it ends in time');
DELETE FROM prefd.sessions;
SELECT pg_temp.opened('viewer', 'one'), pg_temp.opened('viewer', 'two'), pg_temp.opened('stranger', 'strange'),
       pg_temp.opened('server_admin', 'root'), pg_temp.opened('traveller', 'travels');

-- rotation
SELECT pg_temp.enters('one');
SELECT is(pg_temp.does($$SELECT prefd.rotate_session(sha256('one'), sha256('one again'))$$), '2592000', 'a new secret, for the time that is left');
SELECT is(pg_temp.enters('one again'), '201 101 Viewer', 'it is good');
SELECT is(pg_temp.enters('one'), '201 101 Viewer', 'and the old one for a moment');
SELECT is(prefd.current_session_id(), pg_temp.id('one again'), 'as the same session');
SELECT is(pg_temp.does($$SELECT prefd.rotate_session(sha256('one'), sha256('one once more'))$$), 'NULL', 'but it makes no other');
SELECT is(pg_temp.enters('one again'), '201 101 Viewer', 'which would end the newest');
UPDATE prefd.sessions SET rotated_at = now() - interval '1 minute';
SELECT is(pg_temp.enters('one'), 'PF072', 'then it is no more');
SELECT tests.act_as_nobody();
SELECT tests.act_as('viewer');
SELECT is(pg_temp.does($$SELECT prefd.rotate_session(sha256('one again'), sha256('mine'))$$), 'NULL', 'a token rotates nothing');
SELECT pg_temp.enters('strange');
SELECT is(pg_temp.does($$SELECT prefd.rotate_session(sha256('one again'), sha256('mine'))$$), 'NULL', 'nor does another session');
SELECT is(pg_temp.enters('mine'), 'PF072', 'indeed');

-- listing and ending one's own
SELECT pg_temp.enters('two');
SELECT is((SELECT array_agg(e->>'id' || ' ' || (e->>'isActive'))
             FROM json_array_elements(pg_temp.does('SELECT prefd.sessions_of(201)')::json) e),
          ARRAY[pg_temp.id('two') || ' true', pg_temp.id('one again') || ' false'], 'the newest first, the one in use marked');
SELECT is((pg_temp.does('SELECT prefd.sessions_of(201)')::jsonb->0) - 'id' - 'createdAt' - 'seenAt',
  '{"isActive":true,"clientIp":"192.0.2.1","device":"Other","os":"Other","osVersion":"","browser":"curl","browserVersion":"7.88"}'::jsonb, 'as Grafana shows it');
SELECT is(pg_temp.does('SELECT prefd.sessions_of(204)'), '[]', 'nothing of others');
SELECT is(pg_temp.does(format('SELECT prefd.revoke_session(201, %s)', pg_temp.id('two'))), 'PF075', 'the one in use is not ended');
SELECT is(pg_temp.does(format('SELECT prefd.revoke_session(201, %s)', pg_temp.id('strange'))), 'PF074', 'nor somebody else''s');
SELECT is(pg_temp.does(format('SELECT prefd.revoke_session(204, %s)', pg_temp.id('strange'))), 'PF074', 'under their name neither');
SELECT is(pg_temp.does('SELECT prefd.log_out(204)'), '204', 'and not all of theirs');
SELECT is(pg_temp.enters('strange'), '204 102 Admin', 'which go on');
SELECT pg_temp.enters('two');
SELECT is(pg_temp.does('SELECT prefd.revoke_session(201, 0)'), 'PF074', 'nor none at all');
SELECT is(pg_temp.does(format('SELECT prefd.revoke_session(201, %s)', pg_temp.id('one again'))), '', 'another one of one''s own is');
SELECT is(pg_temp.does(format('SELECT prefd.revoke_session(201, %s)', pg_temp.id('one again'))), 'PF074', 'once');
SELECT is(pg_temp.enters('one again'), 'PF073', 'from then on it is revoked');
SELECT pg_temp.enters('two');
SELECT is(json_array_length(pg_temp.does('SELECT prefd.sessions_of(201)')::json), 1, 'and not listed');
SELECT is(pg_temp.does('SELECT prefd.log_out(201)'), 'PF076', 'nobody logs themselves out as others');

-- a server admin
SELECT pg_temp.enters('root');
SELECT is(json_array_length(pg_temp.does('SELECT prefd.sessions_of(204)')::json), 1, 'a server admin sees everybody''s');
SELECT is(pg_temp.does(format('SELECT prefd.revoke_session(204, %s)', pg_temp.id('strange'))), '', 'and ends them');
SELECT is(pg_temp.does(format('SELECT prefd.revoke_session(201, %s)', pg_temp.id('travels'))), 'PF074', 'under the right name');
SELECT is(pg_temp.enters('strange'), 'PF073', 'indeed');
SELECT pg_temp.enters('root');
SELECT is(pg_temp.does('SELECT prefd.log_out(210)'), '210', 'all at once');
SELECT is(pg_temp.enters('travels'), 'PF073', 'indeed');

-- columns
SELECT pg_temp.enters('two');
SELECT is(pg_temp.does('SELECT secret_hash FROM prefd.sessions'), '42501', 'no hash is readable');
SELECT is(pg_temp.does('SELECT previous_hash FROM prefd.sessions'), '42501', 'of no secret');
SELECT is(pg_temp.does('UPDATE prefd.sessions SET user_id = 205'), '42501', 'a session stays its user''s');
SELECT is(pg_temp.does($$UPDATE prefd.sessions SET expires_at = 'infinity'$$), '42501', 'and ends in time');
SELECT is(pg_temp.does('SELECT count(*) FROM prefd.sessions'), '2', 'nothing but one''s own is there');

-- logging out, and what ends sessions from outside
SELECT tests.act_as_nobody();
SELECT is(pg_temp.does($$SELECT prefd.close_session(sha256('two'))$$), 'NULL', 'the secret is enough to end it');
SELECT is(pg_temp.enters('two'), 'PF073', 'indeed');
SELECT lives_ok($$SELECT prefd.close_session(sha256('nothing'))$$, 'an unknown one ends nothing');
SELECT is(pg_temp.enters('root'), '205 101 Viewer', 'others go on');
SELECT pg_temp.opened('viewer', 'three');
UPDATE prefd.users SET name = 'V' WHERE id = 201;
SELECT is(pg_temp.enters('three'), '201 101 Viewer', 'a changed name ends nothing');
UPDATE prefd.users SET password_hash = 'own' WHERE id = 201;
SELECT is(pg_temp.enters('three'), '201 101 Viewer', 'nor does a new password by the user themself');
SELECT tests.act_as('server_admin');
UPDATE prefd.users SET password_hash = 'reset' WHERE id = 201;
SELECT is(pg_temp.enters('three'), 'PF073', 'one by somebody else does');
SELECT tests.act_as_nobody();
SELECT pg_temp.opened('editor', 'four');
UPDATE prefd.users SET is_disabled = true WHERE id = 202;
SELECT is(pg_temp.enters('four'), 'PF073', 'so does disabling');
UPDATE prefd.users SET is_disabled = false WHERE id = 202;
SELECT is(pg_temp.enters('four'), 'PF073', 'for good');
DELETE FROM prefd.users WHERE id = 205;
SELECT is(pg_temp.enters('root'), 'PF072', 'deletion takes them along');

-- sweeping
SELECT pg_temp.later('31 days');
SELECT pg_temp.opened('viewer', 'five');
SELECT pg_temp.opened('viewer', 'six');
SELECT pg_temp.opened('viewer', 'seven');
SELECT is((SELECT count(*) FROM prefd.sessions WHERE expires_at <= now()), 0::bigint, 'what is over goes with what comes');

-- user agents
SELECT is(format('%s|%s|%s|%s|%s', a.device, a.os, a.os_version, a.browser, a.browser_version), expected, agent) FROM (VALUES
  ('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36', 'Other|Linux||Chrome|120.0'),
  ('Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0', 'Other|Linux||Firefox|115.0'),
  ('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91', 'Other|Windows|10|Edge|120.0'),
  ('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15', 'Other|Mac OS X|10.15|Safari|17.2'),
  ('Mozilla/5.0 (iPhone; CPU iPhone OS 17_2_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1', 'iPhone|iOS|17.2|Safari|17.2'),
  ('Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.144 Mobile Safari/537.36', 'Pixel 8|Android|14|Chrome|120.0'),
  ('Go-http-client/1.1', 'Other|Other||Go-http-client|1.1'),
  ('python-requests/2.31.0', 'Other|Other||python-requests|2.31'),
  ('Mozilla/5.0', 'Other|Other||Other|'), ('', 'Other|Other||Other|'), ('"><script>', 'Other|Other||Other|')
) agents (agent, expected), prefd.agent_parts(agent) a;

SELECT * FROM finish();
ROLLBACK;
