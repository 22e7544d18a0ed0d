-- What a User-Agent field tells of the device, its system and the browser: the first row that fits, versions as far as two
-- numbers. A guess for the eye of the account's owner, nothing depends on it.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.agent_parts(agent text)
RETURNS TABLE (device text, os text, os_version text, browser text, browser_version text)
LANGUAGE sql IMMUTABLE ROWS 1
BEGIN ATOMIC
  SELECT coalesce(substring(agent FROM '\m(iPhone|iPad|Pixel [^;)]+|SM-[A-Z0-9]+)'), 'Other'),
         coalesce(os.name, 'Other'), coalesce(replace(substring(agent FROM os.version), '_', '.'), ''),
         coalesce(browser.name, 'Other'), coalesce(substring(agent FROM browser.version), '')
    FROM (SELECT) one
    LEFT JOIN LATERAL (
      SELECT row.name, row.version FROM (VALUES
        (1, 'Windows',   'Windows NT',   'Windows NT (\d+)'),
        (2, 'Android',   'Android',      'Android (\d+(?:\.\d+)?)'),
        (3, 'iOS',       'iPhone|iPad',  'OS (\d+(?:_\d+)?)'),
        (4, 'Mac OS X',  'Mac OS X',     'Mac OS X (\d+(?:[._]\d+)?)'),
        (5, 'Chrome OS', 'CrOS',         'CrOS \S+ (\d+(?:\.\d+)?)'),
        (6, 'Linux',     'Linux',        '(?!)')) row (place, name, mark, version)
       WHERE agent ~ row.mark ORDER BY row.place LIMIT 1) os ON true
    LEFT JOIN LATERAL (
      SELECT coalesce(row.name, substring(agent FROM '^([A-Za-z][\w.-]*)/')) AS name, row.version FROM (VALUES
        (1, 'Edge',    '\mEdg[A-Za-z]*/',            '\mEdg[A-Za-z]*/(\d+(?:\.\d+)?)'),
        (2, 'Opera',   '\mOPR/',                     '\mOPR/(\d+(?:\.\d+)?)'),
        (3, 'Firefox', '\m(?:Firefox|FxiOS)/',       '\m(?:Firefox|FxiOS)/(\d+(?:\.\d+)?)'),
        (4, 'Chrome',  '\m(?:Chrome|Chromium|CriOS)/', '\m(?:Chrome|Chromium|CriOS)/(\d+(?:\.\d+)?)'),
        (5, 'Safari',  '\mSafari/',                  '\mVersion/(\d+(?:\.\d+)?)'),
        (6, NULL,      '^(?!Mozilla/)[A-Za-z][\w.-]*/', '^[A-Za-z][\w.-]*/(\d+(?:\.\d+)?)')) row (place, name, mark, version)
       WHERE agent ~ row.mark ORDER BY row.place LIMIT 1) browser ON true;
END;

RESET ROLE;
