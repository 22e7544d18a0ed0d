-- How long ago a moment was, in Grafana's words: '< 1 minute', '5 minutes', '1 hour', '3 days', '1 month', '10 years'. A month
-- is 43,800 minutes, a year 525,600 (Grafana's pkg/util GetAgeString). Also part of definer functions: qualified.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.age(moment timestamptz) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  minutes bigint := pg_catalog.floor(
    pg_catalog.date_part('epoch', pg_catalog.now() OPERATOR(pg_catalog.-) moment) OPERATOR(pg_catalog./) 60);
  minutes_of_unit bigint;
  unit pg_catalog.text;
BEGIN
  IF minutes OPERATOR(pg_catalog.>=) 525600 THEN
    minutes_of_unit := 525600; unit := ' year';
  ELSIF minutes OPERATOR(pg_catalog.>=) 43800 THEN
    minutes_of_unit := 43800; unit := ' month';
  ELSIF minutes OPERATOR(pg_catalog.>=) 1440 THEN
    minutes_of_unit := 1440; unit := ' day';
  ELSIF minutes OPERATOR(pg_catalog.>=) 60 THEN
    minutes_of_unit := 60; unit := ' hour';
  ELSIF minutes OPERATOR(pg_catalog.>=) 1 THEN
    minutes_of_unit := 1; unit := ' minute';
  ELSE
    RETURN '< 1 minute';
  END IF;
  RETURN pg_catalog.concat(minutes OPERATOR(pg_catalog./) minutes_of_unit, unit,
                           CASE WHEN minutes OPERATOR(pg_catalog.>=) (2 OPERATOR(pg_catalog.*) minutes_of_unit) THEN 's' END);
END $$;

RESET ROLE;
