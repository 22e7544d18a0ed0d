-- Makes the connection independent of its defaults and takes on the role to act in.
-- $1 role, or 'none' for the one that signed in
-- row: the settings as they now are
SELECT set_config('search_path', 'pg_catalog, pg_temp', false),
       set_config('client_min_messages', 'warning', false),
       set_config('role', $1::text, false);
