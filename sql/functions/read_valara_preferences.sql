-- What counts for whoever the path named, as Valara's API shows it, and the entity tag of the row that is theirs.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.read_valara_preferences() RETURNS TABLE (body text, tag text)
LANGUAGE plpgsql STABLE ROWS 1 AS $$
BEGIN
  RETURN QUERY
  SELECT prefd.valara_preferences(prefd.effective_preferences(owner.user_id)),
         CASE WHEN p.version IS NULL THEN '0' ELSE concat_ws('-', p.org_id, p.user_id, p.team_id, p.version) END
    FROM (SELECT prefd.current_org_id() AS org_id, prefd.current_owner_id() AS user_id) owner
    LEFT JOIN prefd.preferences p ON p.org_id = owner.org_id AND p.user_id = owner.user_id AND p.team_id = 0;
END $$;

RESET ROLE;
