-- Teams: groups of an organisation's members, with preferences of their own. Who leaves the organisation leaves its teams.

SET ROLE prefd_owner;

CREATE TABLE prefd.teams (
  org_id     bigint      NOT NULL,
  id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  uid        text        NOT NULL DEFAULT gen_random_uuid()::text,
  name       text        NOT NULL,
  email      text        NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT teams_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT teams_uid_key UNIQUE (org_id, uid),
  CONSTRAINT teams_name_key UNIQUE (org_id, name),
  CONSTRAINT teams_name_length CHECK (char_length(name) BETWEEN 1 AND 190),
  CONSTRAINT teams_email_length CHECK (char_length(email) <= 190),
  CONSTRAINT teams_org_fkey FOREIGN KEY (org_id) REFERENCES prefd.orgs ON DELETE CASCADE
);

CREATE TABLE prefd.team_members (
  org_id     bigint      NOT NULL,
  team_id    bigint      NOT NULL,
  user_id    bigint      NOT NULL,
  permission smallint    NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT team_members_pkey PRIMARY KEY (org_id, team_id, user_id),
  CONSTRAINT team_members_permission_known CHECK (permission IN (0, 4)),
  CONSTRAINT team_members_team_fkey FOREIGN KEY (org_id, team_id) REFERENCES prefd.teams ON DELETE CASCADE,
  CONSTRAINT team_members_member_fkey FOREIGN KEY (org_id, user_id) REFERENCES prefd.org_members ON DELETE CASCADE
);
CREATE INDEX team_members_user ON prefd.team_members (org_id, user_id);
COMMENT ON COLUMN prefd.team_members.permission IS '0: member, 4: administrator of the team.';

ALTER TABLE prefd.preferences
  ADD COLUMN named_team_id bigint GENERATED ALWAYS AS (nullif(team_id, 0)) STORED,
  ADD CONSTRAINT preferences_team_fkey FOREIGN KEY (org_id, named_team_id) REFERENCES prefd.teams ON DELETE CASCADE;
COMMENT ON COLUMN prefd.preferences.named_team_id IS 'team_id where it names a team: what the foreign key can follow.';

RESET ROLE;
