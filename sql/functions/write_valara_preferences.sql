-- Changes the preferences of whoever the path named: takes keys away, then sets keys; an empty change that expects no
-- version writes nothing. Returns what then counts, and the entity tag. WRONG says which values were not valid (the members
-- of an object): refused with it, PF114, once it is clear that no precondition stands in the way, which has to be told
-- first (facts: valara 7.3); that takes all of it back. Refuses with PF012 who is in no organisation, in which alone
-- preferences are kept.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.write_valara_preferences(given jsonb, removed text[], wrong text)
RETURNS TABLE (body text, tag text)
LANGUAGE plpgsql AS $$
BEGIN
  IF given <> '{}' OR removed <> '{}' OR current_setting('prefd.precondition', true) <> '' THEN
    IF prefd.current_org_id() IS NULL THEN
      RAISE EXCEPTION 'in no organisation' USING ERRCODE = 'PF012';
    END IF;
    PERFORM prefd.write_preferences(prefd.current_owner_id(), 0, given, removed);
  END IF;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'invalid values' USING ERRCODE = 'PF114', DETAIL = wrong;
  END IF;
  RETURN QUERY SELECT g.body, g.tag FROM prefd.read_valara_preferences() g;
END $$;

RESET ROLE;
