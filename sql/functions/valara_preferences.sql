-- Preferences as Valara's API shows them, its five members always: what is not set, or has a value of another API that this
-- one does not know, shows the default (facts: valara 1). The time zone utc is UTC.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.valara_preferences(effective jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
  'date_time_format', coalesce(effective ->> 'dateTimeFormat', 'friendly'),
  'timezone', CASE effective ->> 'timezone' WHEN 'utc' THEN 'UTC' ELSE coalesce(effective ->> 'timezone', 'UTC') END,
  'language', CASE WHEN prefd.is_language_tag(effective ->> 'language')
                   THEN prefd.cased_language(effective ->> 'language') ELSE 'en-US' END,
  'measurement_unit', coalesce(effective ->> 'measurementUnit', 'imperial'),
  'theme', CASE WHEN effective ->> 'theme' IN ('light', 'dark', 'system') THEN effective ->> 'theme' ELSE 'system' END)::text;

RESET ROLE;
