-- The tags of a dashboard's document: an array of text, [] when it has none. What is no text is no tag.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.dashboard_tags(document jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN jsonb_path_query_array(document, 'strict $.tags[*] ? (@.type() == "string")', '{}', true);

RESET ROLE;
