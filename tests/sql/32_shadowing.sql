-- Objects that stand in front of the names the definer functions use, made before their first call in a session: tables
-- among the temporary ones, operators, functions and types in a schema that somebody was careless enough to give the worker.
-- Each name and operator of the definer functions is qualified, so nothing changes. Results are kept until all is undone,
-- since pgTAP itself would trip over it.

BEGIN;
CREATE SCHEMA hostile AUTHORIZATION prefd_worker;
SET LOCAL SESSION AUTHORIZATION prefd_worker;
GRANT USAGE ON SCHEMA hostile TO PUBLIC;
CREATE TEMP TABLE tokens (user_id bigint, org_id bigint, expires_at timestamptz, revoked_at timestamptz, secret_hash bytea);
CREATE TEMP TABLE sessions (id bigint, user_id bigint, secret_hash bytea, previous_hash bytea, rotated_at timestamptz, created_at timestamptz,
                            seen_at timestamptz, idle interval, expires_at timestamptz, revoked_at timestamptz);
INSERT INTO sessions VALUES (1, 204, sha256('forged'), NULL, NULL, 'epoch', NULL, 'P1000Y', 'infinity', NULL);
CREATE TEMP TABLE login_attempts (subject bytea, attempts integer, begun_at timestamptz, reserved_at timestamptz);
CREATE TEMP TABLE users (id bigint, login pg_catalog.text, email pg_catalog.text, password_hash pg_catalog.text,
                         credential_version bigint, is_service_account boolean);
INSERT INTO tokens VALUES (204, 102, NULL, NULL, sha256('forged'));
INSERT INTO users VALUES (204, 'forged', 'forged', 'forged', 1, false);
SET LOCAL search_path = hostile, pg_catalog, pg_temp;
CREATE FUNCTION always(bytea, bytea) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION always(bigint, bigint) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION always(pg_catalog.text, pg_catalog.text) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION never(timestamptz, timestamptz) RETURNS boolean LANGUAGE sql RETURN false;
CREATE FUNCTION never(bigint, bigint) RETURNS boolean LANGUAGE sql RETURN false;
CREATE FUNCTION now() RETURNS timestamptz LANGUAGE sql RETURN 'epoch'::timestamptz;
CREATE FUNCTION set_config(pg_catalog.text, pg_catalog.text, boolean) RETURNS pg_catalog.text LANGUAGE sql RETURN '';
CREATE FUNCTION current_setting(pg_catalog.text, boolean) RETURNS pg_catalog.text LANGUAGE sql RETURN '102';
CREATE OPERATOR = (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = always);
CREATE OPERATOR = (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = always);
CREATE OPERATOR <= (LEFTARG = timestamptz, RIGHTARG = timestamptz, FUNCTION = never);
CREATE FUNCTION always(integer, integer) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION never(integer, integer) RETURNS boolean LANGUAGE sql RETURN false;
CREATE OPERATOR < (LEFTARG = integer, RIGHTARG = integer, FUNCTION = always);
CREATE OPERATOR >= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = never);
CREATE OPERATOR > (LEFTARG = timestamptz, RIGHTARG = timestamptz, FUNCTION = never);
CREATE OPERATOR <> (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = never);
CREATE OPERATOR = (LEFTARG = pg_catalog.text, RIGHTARG = pg_catalog.text, FUNCTION = always);
CREATE DOMAIN text AS integer;
-- The SQLSTATE of an attempt, or ok.
CREATE FUNCTION attempt(statement pg_catalog.text) RETURNS pg_catalog.text LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE statement;
  RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $$;

SELECT attempt($$SELECT prefd.authenticate_token(pg_catalog.sha256('forged'), NULL, 'signed_in')$$) AS unknown,
       attempt($$SELECT prefd.authenticate_token(pg_catalog.sha256('expired'), NULL, 'signed_in')$$) AS expired,
       attempt($$SELECT prefd.authenticate_token(pg_catalog.sha256('disabled'), NULL, 'signed_in')$$) AS disabled,
       attempt($$SELECT prefd.authenticate_token(pg_catalog.sha256('pinned'), 101, 'signed_in')$$) AS elsewhere,
       attempt($$SELECT prefd.authenticate_token(pg_catalog.sha256('viewer'), NULL, 'admin')$$) AS low,
       attempt($$SELECT prefd.authenticate_session(pg_catalog.sha256('forged'), NULL, 'signed_in')$$) AS session,
       attempt($$SELECT prefd.authenticate_remote('forged', false, NULL, 'signed_in')$$) AS remote,
       attempt($$SELECT prefd.authenticate_user(201, 7, NULL, 'signed_in')$$) AS outdated \gset
SELECT count(*) AS forged FROM prefd.begin_login('forged', NULL, 0, 0, 300) \gset
SELECT count(*) AS found FROM prefd.begin_login('viewer', 'here', 1, 1, 300) \gset
SELECT attempt($$SELECT prefd.begin_login('viewer', NULL, 1, 0, 300)$$) AS guessed,
       attempt($$SELECT prefd.begin_login('nobody', 'here', 0, 1, 300)$$) AS guessed_here \gset
SELECT prefd.authenticate_user(202, 1, NULL, 'editor') AS verified \gset
SELECT prefd.authenticate_token(sha256('viewer'), NULL, 'viewer') AS by_token,
       prefd.current_org_id() AS org \gset
SELECT count(*) AS others FROM prefd.preferences WHERE org_id OPERATOR(pg_catalog.<>) 101 \gset
ROLLBACK;

SET search_path = public;
BEGIN;
SELECT * FROM no_plan();
SELECT is(:'unknown'::text, 'PF001', 'a temporary table of tokens holds no tokens');
SELECT is(:'expired'::text, 'PF002', 'a clock and a comparison of one''s own do not keep a token alive');
SELECT is(:'disabled'::text, 'PF005', 'nor lend it another account');
SELECT is(:'elsewhere'::text, 'PF004', 'nor move it');
SELECT is(:'low'::text, 'PF010', 'nor meet a demand');
SELECT is(:'session'::text, 'PF072', 'a temporary table of sessions holds no sessions');
SELECT is(:'remote'::text, 'PF077', 'nor one of users people for nginx to name');
SELECT is(:'outdated'::text, 'PF006', 'nor a credential version');
SELECT is(:forged, 0, 'a temporary table of users holds no accounts');
SELECT is(:found, 1, 'those are found where they are');
SELECT is(:'guessed'::text, 'PF071', 'comparisons of one''s own give no more guesses');
SELECT is(:'guessed_here'::text, 'PF071', 'not from an address either');
SELECT is(:verified, 202, 'a type named text breaks nothing');
SELECT is(:by_token, 201, 'operators of one''s own do not choose the token');
SELECT is(:org, 101, 'functions of one''s own do not choose the organisation');
SELECT is(:others, 0, 'nor the rows');
SELECT * FROM finish();
ROLLBACK;
