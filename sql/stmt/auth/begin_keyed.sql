-- Before the route's statement of a request with an idempotency key.
-- $1 the key, $2 fingerprint of the request (binary)
-- row: nothing of interest. Refusals: PF081, PF082; 55P03 when the first is still under way
SELECT prefd.begin_keyed($1::text, $2::bytea);
