-- What the rest of the transaction may write: a row whose tag is among these, or is not.
-- $1 table, $2 whether it must be among them, $3 the tags of the header (an array as JSON; '*' is every one)
-- row: nothing of interest
SELECT set_config('prefd.precondition', json_build_object('table', $1::text, 'match', $2::boolean, 'tags', $3::json)::text, true);
