-- Second statement of a route that names an organisation in its path: refuses, or moves the context there.
-- $1 organisation, $2 demand of the route
-- row: org_id. Refusals: PF010 to PF012
SELECT prefd.enter_org($1::bigint, $2::text) AS org_id;
