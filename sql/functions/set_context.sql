-- Keeps the context of a request, one text: who asks, where and with what rights. The fields are found by their places, by
-- context_field for the current_... functions; '' is none. The context statement and those behind it that move the context keep it,
-- until the transaction ends, in the setting backtrace_functions, since the worker's role may not write that one
-- (docs/decisions/004-sealed-context.md): nothing in it looks like a function's name, so PostgreSQL makes nothing of it.
-- Inlined, where it is assigned.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.set_context(
  user_id bigint, org_id bigint, org_role text, is_server_admin boolean,
  session_id bigint, token_org bigint, owner_id bigint, renewed_token bigint) RETURNS text
LANGUAGE sql VOLATILE
RETURN set_config('backtrace_functions', format(
  '%s,%s,%s,%s,%s,%s,%s,%s', user_id, org_id, org_role, CASE WHEN is_server_admin THEN '1' END,
  session_id, token_org, owner_id, renewed_token), true);

RESET ROLE;
