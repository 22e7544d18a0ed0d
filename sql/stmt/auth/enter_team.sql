-- Second statement of a route that names a team in its path: refuses who may not.
-- $1 team: id or uid, $2 demand of the route
-- one row. Refusal: PF010
SELECT prefd.enter_team($1::text, $2::text);
