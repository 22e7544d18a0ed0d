-- Members of the acting organisation as Grafana's API shows them, in the order of the ids; who is none is left out.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.show_org_users(ids bigint[]) RETURNS json
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT coalesce(json_agg(row_to_json(shown)), '[]')
    FROM (SELECT m.org_id AS "orgId", u.id AS "userId", u.uid, u.email, u.name, prefd.avatar_url(u.email) AS "avatarUrl",
                 u.login, m.role, prefd.rfc3339(u.created_at) AS created,
                 prefd.rfc3339(prefd.seen_at(u.last_seen_at, u.created_at)) AS "lastSeenAt",
                 prefd.age(prefd.seen_at(u.last_seen_at, u.created_at)) AS "lastSeenAtAge", u.is_disabled AS "isDisabled",
                 '[]'::json AS "authLabels", false AS "isExternallySynced", false AS "isProvisioned"
            FROM unnest(ids) WITH ORDINALITY AS wanted (id, place)
            JOIN prefd.users u ON u.id = wanted.id
            JOIN prefd.org_members m ON m.org_id = prefd.current_org_id() AND m.user_id = wanted.id
           ORDER BY wanted.place) shown;
END;

RESET ROLE;
