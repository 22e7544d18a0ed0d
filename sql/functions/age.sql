-- How long ago a moment was, in Grafana's words: '< 1 minute', '5 minutes', '1 hour', '3 days', '1 month', '10 years'. A month
-- is 43,800 minutes, a year 525,600 (Grafana's pkg/util GetAgeString).

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.age(moment timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT coalesce(
    (SELECT amount || ' ' || unit || CASE WHEN amount > 1 THEN 's' ELSE '' END
       FROM (VALUES (525600, 'year'), (43800, 'month'), (1440, 'day'), (60, 'hour'), (1, 'minute')) AS units (minutes, unit),
            LATERAL (SELECT floor(extract(epoch FROM now() - moment) / 60 / minutes)::bigint) AS counted (amount)
      WHERE amount > 0
      ORDER BY minutes DESC
      LIMIT 1),
    '< 1 minute');
END;

RESET ROLE;
