-- An organisation as an agency: who manages whom, and roles beside Grafana's. NULL is no manager, and the role that Grafana's
-- gives: an Admin is the owner, everybody else a viewer.

SET ROLE prefd_owner;

ALTER TABLE prefd.org_members
  ADD COLUMN manager_id bigint,
  ADD COLUMN agency_role text,
  ADD CONSTRAINT org_members_manager_fkey FOREIGN KEY (org_id, manager_id) REFERENCES prefd.org_members (org_id, user_id)
    ON DELETE SET NULL (manager_id),
  ADD CONSTRAINT org_members_manager_other CHECK (manager_id <> user_id),
  ADD CONSTRAINT org_members_agency_role_known CHECK (agency_role IN ('photographer', 'broker', 'agent', 'assistant', 'viewer'));
CREATE INDEX org_members_manager ON prefd.org_members (org_id, manager_id);
COMMENT ON COLUMN prefd.org_members.manager_id IS 'Whose team the member is in. A trigger keeps managers from going round in a circle.';

RESET ROLE;
