-- Preferences by persona: which rows there are to see, to write, to remove.

\ir begin.psql

CREATE FUNCTION pg_temp.visible() RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(concat_ws('/', org_id, user_id, team_id), ' ' ORDER BY org_id, user_id, team_id), 'nothing') FROM prefd.preferences
$$;
CREATE FUNCTION pg_temp.sees(persona text, wanted bigint, expected text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona, wanted);
  RETURN NEXT is(pg_temp.visible(), expected, concat_ws(' in ', persona, wanted) || ' sees ' || expected);
END $$;

SELECT is(pg_temp.visible(), 'nothing', 'without a context there is nothing');
SELECT pg_temp.sees('viewer', NULL, '101/0/0 101/0/401 101/201/0');
SELECT pg_temp.sees('editor', NULL, '101/0/0 101/0/401');
SELECT pg_temp.sees('admin', NULL, '101/0/0 101/0/401 101/0/402 101/203/0');
SELECT pg_temp.sees('stranger', NULL, '102/0/0 102/0/403 102/204/0');
SELECT pg_temp.sees('server_admin', NULL, '101/0/0');
SELECT pg_temp.sees('server_admin', 102, 'nothing');
SELECT pg_temp.sees('robot', NULL, '101/0/0');
SELECT pg_temp.sees('traveller', NULL, '101/0/0 101/0/401');
SELECT pg_temp.sees('traveller', 102, '102/0/0 102/210/0');
SELECT pg_temp.sees('homeless', NULL, 'nothing');
SELECT pg_temp.sees('viewer', 102, 'nothing');

-- Writing one's own row: any member, also one without a role.
PREPARE own_write AS
  INSERT INTO prefd.preferences (org_id, user_id, document) VALUES (prefd.current_org_id(), prefd.current_user_id(), '{"theme":"dark"}')
  ON CONFLICT (org_id, user_id, team_id) DO UPDATE SET document = excluded.document, version = preferences.version + 1;
PREPARE org_write AS
  INSERT INTO prefd.preferences (org_id, document) VALUES (prefd.current_org_id(), '{"theme":"dark"}')
  ON CONFLICT (org_id, user_id, team_id) DO UPDATE SET document = excluded.document, version = preferences.version + 1;
CREATE FUNCTION pg_temp.writes(persona text, own text, organisation text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tests.act_as(persona);
  RETURN NEXT CASE own WHEN 'ok' THEN lives_ok('own_write', persona || ' writes its own row')
                   ELSE throws_ok('own_write', own, NULL, persona || ' writes no row of its own') END;
  RETURN NEXT CASE organisation WHEN 'ok' THEN lives_ok('org_write', persona || ' writes the organisation''s row')
                            ELSE throws_ok('org_write', organisation, NULL, persona || ' does not write the organisation''s row') END;
END $$;
SELECT pg_temp.writes('viewer', 'ok', '42501');
SELECT pg_temp.writes('editor', 'ok', '42501');
SELECT pg_temp.writes('admin', 'ok', 'ok');
SELECT pg_temp.writes('server_admin', 'ok', '42501');
SELECT pg_temp.writes('roleless', 'ok', '42501');
SELECT pg_temp.writes('robot', 'ok', '42501');
SELECT pg_temp.writes('homeless', '42501', '42501');
SELECT pg_temp.writes('stranger', 'ok', 'ok');
SELECT tests.act_as_nobody();
SELECT throws_ok('own_write', '42501', NULL, 'nobody writes no row');
SELECT throws_ok('org_write', '42501', NULL, 'nobody writes no organisation''s row');

-- Changing and removing, without naming rows: only what may be written is touched.
CREATE FUNCTION pg_temp.touches(persona text, statement text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  touched bigint;
BEGIN
  PERFORM tests.act_as(persona);
  EXECUTE statement;
  GET DIAGNOSTICS touched = ROW_COUNT;
  RETURN touched;
END $$;
SELECT is(pg_temp.touches('viewer', 'UPDATE prefd.preferences SET version = version + 1'), 1::bigint, 'a viewer updates one row');
SELECT is(pg_temp.touches('editor', 'UPDATE prefd.preferences SET version = version + 1'), 2::bigint,
          'an administrator of a team updates its row too');
SELECT is(pg_temp.touches('admin', 'UPDATE prefd.preferences SET version = version + 1'), 4::bigint, 'an admin updates four');
SELECT is(pg_temp.touches('homeless', 'UPDATE prefd.preferences SET version = version + 1'), 0::bigint, 'without an organisation none');
SELECT is(pg_temp.touches('viewer', 'DELETE FROM prefd.preferences'), 1::bigint, 'a viewer deletes one row');
SELECT is(pg_temp.touches('admin', 'DELETE FROM prefd.preferences'), 4::bigint, 'an admin deletes four');
SELECT tests.act_as_nobody();
SELECT is_empty('DELETE FROM prefd.preferences RETURNING 1', 'nobody deletes none');

SELECT * FROM finish();
ROLLBACK;
