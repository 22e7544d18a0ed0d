-- What counts for a person in the acting organisation: of each key the first that is set of the person, their teams (highest
-- id first) and the organisation (facts: grafana 3.7); NULL: nothing is.
-- Answers for the current user and for whoever the path named and enter_person or enter_owner let in, past the policies, which
-- show the preferences of one's own teams only: each name and operator is qualified.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.effective_preferences(person bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
  SELECT jsonb_object_agg(member.key, member.value ORDER BY p.user_id, p.team_id) -- of two with one key the last stays
    FROM prefd.preferences p, jsonb_each(p.document) member
   WHERE p.org_id = prefd.current_org_id() AND person IN (prefd.current_user_id(), prefd.current_owner_id())
     AND (p.team_id = 0 AND p.user_id IN (0, person)
          OR p.user_id = 0 AND p.team_id IN (SELECT m.team_id FROM prefd.team_members m
                                              WHERE m.org_id = prefd.current_org_id() AND m.user_id = person))
     AND prefd.counts_as_set(member.key, member.value);
END;

RESET ROLE;
