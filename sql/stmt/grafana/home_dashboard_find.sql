-- Whether a dashboard exists that may become a home dashboard.
-- $1 uid or NULL, $2 id or NULL; the uid counts when both are given
-- row: uid. Refusals: PF020
SELECT prefd.home_dashboard($1::text, $2::bigint) AS uid;
