-- The profile of the person of this login or email. Its labels are null, other than in a profile by id (facts: grafana 4).
-- $1 login or email, any case
-- row: body, tag; none when there is no such person
SELECT prefd.user_profile(u.id)::jsonb || '{"authLabels":null}' AS body, concat_ws('-', u.id, u.version) AS tag
  FROM prefd.users u WHERE lower($1::text) IN (u.login, u.email);
