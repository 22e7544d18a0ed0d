-- The role in the current organisation beside the account, so that who acts there is found without the membership. It is the
-- membership's role or NULL, and then the membership is asked: a foreign key says so, whoever writes. Deferred, since a role
-- changes in both places one after the other; ON UPDATE CASCADE would write the id too, which is GENERATED ALWAYS.

SET ROLE prefd_owner;

ALTER TABLE prefd.users ADD COLUMN org_role text;
COMMENT ON COLUMN prefd.users.org_role IS 'The role in the current organisation, as org_members has it; NULL: none, or to be looked up there.';

-- In the place of one without the role, which nobody changes from here on until the end.
DROP INDEX IF EXISTS prefd.org_members_user;
CREATE UNIQUE INDEX org_members_user ON prefd.org_members (user_id, org_id, role);

ALTER TABLE prefd.users DISABLE TRIGGER USER; -- it is no change of the account
GRANT SELECT, UPDATE ON prefd.users TO prefd_admin;
GRANT SELECT ON prefd.org_members TO prefd_admin;
SET ROLE prefd_admin;
UPDATE prefd.users u SET org_role = m.role FROM prefd.org_members m WHERE m.user_id = u.id AND m.org_id = u.org_id;
SET ROLE prefd_owner;
ALTER TABLE prefd.users ENABLE TRIGGER USER;

ALTER TABLE prefd.users
  ADD CONSTRAINT users_org_role_somewhere CHECK (org_role IS NULL OR org_id IS NOT NULL),
  ADD CONSTRAINT users_org_role_fkey FOREIGN KEY (id, org_id, org_role) REFERENCES prefd.org_members (user_id, org_id, role)
    ON DELETE SET NULL (org_role) DEFERRABLE INITIALLY DEFERRED;

RESET ROLE;
