-- A keyed preference as SelfCommunity's API shows it.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.selfcommunity_preference(p prefd.keyed_preferences) RETURNS json
LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
  'id', (p).id, 'user_id', (p).user_id, 'key', (p).key, 'value', (p).value,
  'created_at', prefd.rfc3339_microseconds((p).created_at),
  'last_updated_at', prefd.rfc3339_microseconds((p).last_updated_at));

RESET ROLE;
