-- Temporary objects that stand in front of the names the definer functions use, made before their first call in a session:
-- each name and operator of theirs is qualified, so nothing changes. Results are kept until the objects are gone, since
-- pgTAP itself would trip over them.

\connect - prefd_worker
BEGIN;
CREATE TEMP TABLE tokens (user_id bigint, org_id bigint, expires_at timestamptz, revoked_at timestamptz, secret_hash bytea);
CREATE TEMP TABLE users (id bigint, login pg_catalog.text, email pg_catalog.text, password_hash pg_catalog.text,
                         credential_version bigint, is_service_account boolean);
INSERT INTO tokens VALUES (204, 102, NULL, NULL, sha256('forged'));
INSERT INTO users VALUES (204, 'forged', 'forged', 'forged', 1, false);
CREATE FUNCTION pg_temp.always(bytea, bytea) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION pg_temp.always(bigint, bigint) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION pg_temp.set_config(pg_catalog.text, pg_catalog.text, boolean) RETURNS pg_catalog.text LANGUAGE sql RETURN '';
CREATE FUNCTION pg_temp.current_setting(pg_catalog.text, boolean) RETURNS pg_catalog.text LANGUAGE sql RETURN '102';
CREATE OPERATOR pg_temp.= (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = pg_temp.always);
CREATE OPERATOR pg_temp.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pg_temp.always);
CREATE DOMAIN pg_temp.text AS integer;
SET LOCAL search_path = pg_temp, pg_catalog;

SELECT count(*) AS forged FROM prefd.find_password('forged') \gset
SELECT count(*) AS found FROM prefd.find_password('viewer') \gset
SELECT prefd.authenticate_user(202, 1, NULL, 'editor') AS verified \gset
SELECT prefd.authenticate_token(sha256('viewer'), NULL, 'viewer') AS by_token,
       prefd.current_org_id() AS org \gset
SELECT count(*) AS others FROM prefd.preferences WHERE org_id OPERATOR(pg_catalog.<>) 101 \gset
DROP DOMAIN pg_temp.text;
ROLLBACK;

SET search_path = public;
BEGIN;
SELECT * FROM no_plan();
SELECT is(:forged, 0, 'a temporary table of users holds no accounts');
SELECT is(:found, 1, 'those are found where they are');
SELECT is(:verified, 202, 'a type named text breaks nothing');
SELECT is(:by_token, 201, 'operators of one''s own do not choose the token');
SELECT is(:org, 101, 'functions of one''s own do not choose the organisation');
SELECT is(:others, 0, 'nor the rows');
SELECT * FROM finish();
ROLLBACK;
