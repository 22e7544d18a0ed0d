-- The register of dashboards: as much as home dashboards need. Uids are unique in an organisation, ids everywhere.
-- What a column holds (id, uid, title, version) is not in the document.

SET ROLE prefd_owner;

CREATE TABLE prefd.dashboards (
  org_id     bigint      NOT NULL,
  id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  uid        text        NOT NULL,
  title      text        NOT NULL,
  slug       text        NOT NULL,
  document   jsonb       NOT NULL,
  version    integer     NOT NULL DEFAULT 1,
  created_by bigint,
  updated_by bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT dashboards_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT dashboards_uid_key UNIQUE (org_id, uid),
  CONSTRAINT dashboards_uid_length CHECK (char_length(uid) BETWEEN 1 AND 40),
  CONSTRAINT dashboards_uid_characters CHECK (uid ~ '^[A-Za-z0-9_-]*$'),
  CONSTRAINT dashboards_title_present CHECK (title <> ''),
  CONSTRAINT dashboards_title_length CHECK (char_length(title) <= 5000),
  CONSTRAINT dashboards_document_object CHECK (jsonb_typeof(document) = 'object'),
  CONSTRAINT dashboards_org_fkey FOREIGN KEY (org_id) REFERENCES prefd.orgs ON DELETE CASCADE,
  CONSTRAINT dashboards_created_by_fkey FOREIGN KEY (created_by) REFERENCES prefd.users ON DELETE SET NULL,
  CONSTRAINT dashboards_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES prefd.users ON DELETE SET NULL
);
CREATE INDEX dashboards_created_by ON prefd.dashboards (created_by);
CREATE INDEX dashboards_updated_by ON prefd.dashboards (updated_by);

RESET ROLE;
