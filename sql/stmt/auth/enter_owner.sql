-- Second statement of a route whose path names whose things it is about: refuses, or sets the owner.
-- $1 the part of the path, $2 demand of the route
-- row: user_id. Refusals: PF100, PF101, PF010 to PF012
SELECT prefd.enter_owner($1::text, $2::text) AS user_id;
