-- Second statement of a route that names a person in its path: refuses who may not.
-- $1 person: id or uid, $2 demand of the route
-- one row. Refusals: PF110, PF111, those of the demand
SELECT prefd.enter_person($1::text, $2::text);
