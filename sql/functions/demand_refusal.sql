-- What a route's access demand says to somebody: the SQLSTATE of the refusal, or NULL when the demand is met.
-- Demands: signed_in; scoped, for routes whose real demand is judged where they act (enter_org, enter_team); person; member;
-- viewer, editor, admin of the acting organisation; server_admin; viewer_or_server_admin and admin_or_server_admin, in an
-- organisation. Any other is a bug of the caller and refuses everybody.
-- Inlined; its operators are resolved here and now, so a caller's search_path cannot change them.

SET ROLE prefd_owner;

DROP FUNCTION IF EXISTS prefd.demand_refusal(text, text, boolean);

CREATE OR REPLACE FUNCTION prefd.demand_refusal(
  demand text, acting_org bigint, org_role text, is_service_account boolean, is_server_admin boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE demand
  WHEN 'signed_in' THEN NULL
  WHEN 'scoped' THEN NULL
  WHEN 'person' THEN CASE WHEN is_service_account THEN 'PF011' END
  WHEN 'member' THEN CASE WHEN org_role IS NULL THEN 'PF012' END
  WHEN 'viewer' THEN CASE WHEN org_role IN ('Viewer', 'Editor', 'Admin') THEN NULL ELSE 'PF010' END
  WHEN 'editor' THEN CASE WHEN org_role IN ('Editor', 'Admin') THEN NULL ELSE 'PF010' END
  WHEN 'admin' THEN CASE WHEN org_role = 'Admin' THEN NULL ELSE 'PF010' END
  WHEN 'server_admin' THEN CASE WHEN is_server_admin THEN NULL ELSE 'PF010' END
  WHEN 'viewer_or_server_admin' THEN
    CASE WHEN acting_org IS NOT NULL AND (is_server_admin OR org_role IN ('Viewer', 'Editor', 'Admin')) THEN NULL ELSE 'PF010' END
  WHEN 'admin_or_server_admin' THEN
    CASE WHEN acting_org IS NOT NULL AND (is_server_admin OR org_role = 'Admin') THEN NULL ELSE 'PF010' END
  ELSE '22023'
END;

RESET ROLE;
