-- The people who are members of the acting organisation and have a text in their name, login or email, in any case (NULL or
-- '': all of them): how many they are, and the ids of one page of them, the pages counted from 0, in the wanted order; no page
-- size is all in one. For those who manage the organisation, or administrate a team of it, whose members they choose (PF010);
-- an unknown order is PF044.
-- Looks past the policies, through which no index would find a text (LIKE is not leakproof): qualified. Dynamic, so that the
-- plan fits the text and the organisation at hand: a rare text is found by its index, else the members are gone through.
-- Of all members a page is walked to in the order of logins, and those that are service accounts, few, taken off the count:
-- going through 100,000 members to count them costs a second.

SET ROLE prefd_admin;

CREATE OR REPLACE FUNCTION prefd.find_org_users(query text, sort text, page_size bigint, page bigint)
RETURNS TABLE (total bigint, ids bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
  acting_org pg_catalog.int8 := CASE
    WHEN EXISTS (SELECT FROM prefd.current_user_teams() own WHERE own.permission OPERATOR(pg_catalog.=) 4)
    THEN prefd.current_org_id() ELSE prefd.managed_org() END;
  wanted_order pg_catalog.text := prefd.user_sort_order(sort);
  skipped pg_catalog.int8 := least(coalesce(page::pg_catalog.numeric OPERATOR(pg_catalog.*) page_size, 0), 1e18);
  people CONSTANT pg_catalog.text := $sql$
    SELECT u.id, u.login, u.email, u.name, u.last_seen_at
      FROM prefd.org_members m JOIN prefd.users u ON u.id OPERATOR(pg_catalog.=) m.user_id
     WHERE m.org_id OPERATOR(pg_catalog.=) $1 AND NOT u.is_service_account $sql$;
  holds CONSTANT pg_catalog.text := $sql$ AND u.id OPERATOR(pg_catalog.=) ANY (
    SELECT p.id FROM prefd.people p
     WHERE pg_catalog.strpos(p.search_text, $4) OPERATOR(pg_catalog.>) 0
       AND prefd.pieces(p.search_text) OPERATOR(pg_catalog.@@) $5)$sql$;
  page_of CONSTANT pg_catalog.text := 'ARRAY(SELECT u.id FROM %s u ORDER BY %s LIMIT $2 OFFSET $3)';
BEGIN
  IF query OPERATOR(pg_catalog.<>) '' THEN
    RETURN QUERY EXECUTE pg_catalog.concat(
      'WITH found AS MATERIALIZED (', people, holds, ') ',
      'SELECT (SELECT pg_catalog.count(*) FROM found), ', pg_catalog.format(page_of, 'found', wanted_order))
    USING acting_org, page_size, skipped, pg_catalog.lower(query), prefd.wanted_pieces(pg_catalog.lower(query));
  ELSE
    SELECT (SELECT pg_catalog.count(*) FROM prefd.org_members m WHERE m.org_id OPERATOR(pg_catalog.=) acting_org)
           OPERATOR(pg_catalog.-)
           (SELECT pg_catalog.count(*) FROM prefd.users u WHERE u.service_org_id OPERATOR(pg_catalog.=) acting_org) INTO total;
    EXECUTE pg_catalog.concat('SELECT ', pg_catalog.format(page_of, pg_catalog.concat('(', people, ')'), wanted_order))
       INTO ids USING acting_org, page_size, skipped;
    RETURN NEXT;
  END IF;
END $$;

RESET ROLE;
