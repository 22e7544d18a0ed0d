-- What a route's access demand says to somebody: the SQLSTATE of the refusal, or NULL when the demand is met.
-- Demands: signed_in, person, member, viewer, editor, admin; any other is a bug of the caller and refuses everybody.
-- Inlined; its operators are resolved here and now, so a caller's search_path cannot change them.

SET ROLE prefd_owner;

CREATE OR REPLACE FUNCTION prefd.demand_refusal(demand text, org_role text, is_service_account boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE demand
  WHEN 'signed_in' THEN NULL
  WHEN 'person' THEN CASE WHEN is_service_account THEN 'PF011' END
  WHEN 'member' THEN CASE WHEN org_role IS NULL THEN 'PF012' END
  WHEN 'viewer' THEN CASE WHEN org_role IN ('Viewer', 'Editor', 'Admin') THEN NULL ELSE 'PF010' END
  WHEN 'editor' THEN CASE WHEN org_role IN ('Editor', 'Admin') THEN NULL ELSE 'PF010' END
  WHEN 'admin' THEN CASE WHEN org_role = 'Admin' THEN NULL ELSE 'PF010' END
  ELSE '22023'
END;

RESET ROLE;
