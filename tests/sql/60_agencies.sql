-- Agencies: who may reach whom, teams of five levels, managers in no circle, what counts for a person.

-- As the superuser, who can make the line below; enter_person looks past the policies in any case.
SET search_path = public;
\getenv statements PREFD_STATEMENTS
\i :statements
BEGIN;
SELECT * FROM no_plan();

CREATE FUNCTION pg_temp.enter(persona text, part text, wanted_org bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as_nobody();
  PERFORM tests.act_as(persona, wanted_org);
  RETURN prefd.enter_person(part, 'member');
END $$;
CREATE FUNCTION pg_temp.told(persona text, part text, state text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT throws_ok(format('SELECT pg_temp.enter(%L, %L)', persona, part), state, NULL, persona || ' on ' || part)
$$;
-- a line of seven below the editor, who is a broker
INSERT INTO prefd.users (id, uid, login, email, org_id) OVERRIDING SYSTEM VALUE
SELECT 220 + level, 'nano_' || level, 'level' || level, 'level' || level || '@north.example', 101 FROM generate_series(1, 7) level;
INSERT INTO prefd.org_members (org_id, user_id, role) SELECT 101, 220 + level, 'Viewer' FROM generate_series(1, 7) level;
INSERT INTO prefd.tokens (user_id, name, secret_hash) SELECT id, 'own', sha256(login::bytea) FROM prefd.users WHERE login LIKE 'level%';
UPDATE prefd.org_members SET manager_id = CASE user_id WHEN 221 THEN 202 ELSE user_id - 1 END WHERE org_id = 101 AND user_id > 220;
UPDATE prefd.org_members SET manager_id = 206 WHERE org_id = 101 AND user_id = 201;
UPDATE prefd.org_members SET agency_role = 'broker' WHERE org_id = 101 AND user_id = 202;
UPDATE prefd.org_members SET agency_role = 'photographer' WHERE org_id = 101 AND user_id = 223;
UPDATE prefd.org_members SET agency_role = 'agent' WHERE org_id = 101 AND user_id IN (206, 222);
UPDATE prefd.org_members SET agency_role = 'assistant' WHERE org_id = 101 AND user_id = 224;

-- managers
SELECT throws_ok('UPDATE prefd.org_members SET manager_id = 227 WHERE org_id = 101 AND user_id = 202', 'PF112', NULL, 'no circle of eight');
SELECT throws_ok('UPDATE prefd.org_members SET manager_id = 222 WHERE org_id = 101 AND user_id = 221', 'PF112', NULL, 'none of two');
SELECT throws_ok('UPDATE prefd.org_members SET manager_id = 221 WHERE org_id = 101 AND user_id = 221', '23514', NULL, 'nobody''s own');
SELECT throws_ok('UPDATE prefd.org_members SET manager_id = 204 WHERE org_id = 101 AND user_id = 221', '23503', NULL, 'nobody of another agency');
SELECT throws_ok('UPDATE prefd.org_members SET manager_id = 999 WHERE org_id = 101 AND user_id = 221', '23503', NULL, 'nor who is not there');
SELECT throws_ok($$UPDATE prefd.org_members SET agency_role = 'owner' WHERE org_id = 101 AND user_id = 221$$, '23514', NULL, 'the owner is the Admin');
SELECT lives_ok('UPDATE prefd.org_members SET manager_id = 203 WHERE org_id = 101 AND user_id = 202', 'a line can grow above');
SELECT lives_ok('UPDATE prefd.org_members SET manager_id = NULL WHERE org_id = 101 AND user_id = 202', 'and end');

-- who may: oneself, whatever the role
SELECT is(pg_temp.enter(persona, (SELECT id::text FROM prefd.users WHERE login = persona)), (SELECT id FROM prefd.users WHERE login = persona), persona)
  FROM unnest('{viewer,editor,admin,stranger,server_admin,roleless,robot,level4}'::text[]) persona;
SELECT is(pg_temp.enter('level3', 'nano_3'), 223::bigint, 'oneself by uid');
SELECT is(prefd.current_owner_id(), 223::bigint, 'is whom the path named');
-- a team of five levels
SELECT is(pg_temp.enter('editor', part), id, 'a broker on ' || part) FROM (VALUES ('221', 221::bigint), ('223', 223), ('nano_5', 225)) reached (part, id);
SELECT pg_temp.told('editor', part, 'PF110') FROM unnest('{226,nano_7,201,203,206,210}'::text[]) part;
SELECT is(pg_temp.enter('level3', '227'), 227::bigint, 'a photographer on their team');
SELECT pg_temp.told('level3', part, 'PF110') FROM unnest('{222,202,203}'::text[]) part;
SELECT pg_temp.told(persona, part, 'PF110') FROM (VALUES ('level2', '223'), ('level4', '225'), ('level1', '222'), ('roleless', '201'), ('viewer', '202')) paper (persona, part);
-- an owner
SELECT is(pg_temp.enter('admin', part::text), part, 'the owner on ' || part) FROM unnest('{201,202,206,209,227}'::bigint[]) part;
SELECT is(pg_temp.enter('stranger', '210'), 210::bigint, 'each in the own agency');
-- absent and foreign are one
SELECT pg_temp.told(persona, part, 'PF111') FROM unnest('{viewer,editor,admin}'::text[]) persona,
  unnest(ARRAY['204', '205', '207', '212', '208', '999', '0', '-1', '+201', '', 'me', 'nano_9', 'nano 1', '9223372036854775808', E'201\n']) part;
SELECT pg_temp.told('stranger', part, 'PF111') FROM unnest('{201,nano_1,205}'::text[]) part;
SELECT pg_temp.told('homeless', '201', 'PF111');
SELECT pg_temp.told('homeless', '207', 'PF012');
-- an administrator of the server
SELECT is(pg_temp.enter('server_admin', part), id, 'a server admin on ' || part) FROM (VALUES ('201', 201::bigint), ('nano_7', 227), ('210', 210)) reached (part, id);
SELECT is(prefd.current_org_id(), 101::bigint, 'stays where both are');
SELECT is(pg_temp.enter('server_admin', '204'), 204::bigint, 'and elsewhere');
SELECT is(prefd.current_org_id(), 102::bigint, 'goes on to there');
SELECT ok(prefd.current_org_role() IS NULL, 'without a role');
SELECT is(pg_temp.enter('server_admin', part), id, 'and who is in none: ' || part) FROM (VALUES ('207', 207::bigint), ('212', 212)) reached (part, id);
SELECT ok(prefd.current_org_id() IS NULL, 'in no organisation');
SELECT pg_temp.told('server_admin', part, 'PF111') FROM unnest('{999,208,x}'::text[]) part;
SELECT tests.act_as_nobody();
SELECT throws_ok($$SELECT prefd.enter_person('201', 'member')$$, 'PF111', NULL, 'no context: nobody');
SELECT pg_temp.enter('viewer', '201');
SELECT throws_ok($$SELECT prefd.enter_person('201', 'no such demand')$$, '22023', NULL, 'an unknown demand refuses');
-- a circle that came in by other ways ends
ALTER TABLE prefd.org_members DISABLE TRIGGER org_members_manager_line;
UPDATE prefd.org_members SET manager_id = 227 WHERE org_id = 101 AND user_id = 226;
UPDATE prefd.org_members SET manager_id = 226 WHERE org_id = 101 AND user_id = 227;
ALTER TABLE prefd.org_members ENABLE TRIGGER org_members_manager_line;
SELECT pg_temp.told('editor', '227', 'PF110');
-- who leaves leaves no team behind
DELETE FROM prefd.org_members WHERE org_id = 101 AND user_id = 221;
SELECT is((SELECT manager_id FROM prefd.org_members WHERE org_id = 101 AND user_id = 222), NULL, 'no manager then');
SELECT is((SELECT org_id FROM prefd.org_members WHERE org_id = 101 AND user_id = 222), 101::bigint, 'but still a member');

SELECT * FROM finish();
ROLLBACK;
