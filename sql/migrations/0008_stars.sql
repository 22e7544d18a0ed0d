-- Which dashboards somebody has starred. Stars go with the account and with the dashboard.

SET ROLE prefd_owner;

CREATE TABLE prefd.stars (
  org_id       bigint      NOT NULL,
  user_id      bigint      NOT NULL,
  dashboard_id bigint      NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT stars_pkey PRIMARY KEY (org_id, user_id, dashboard_id),
  CONSTRAINT stars_user_fkey FOREIGN KEY (user_id) REFERENCES prefd.users ON DELETE CASCADE,
  CONSTRAINT stars_dashboard_fkey FOREIGN KEY (org_id, dashboard_id) REFERENCES prefd.dashboards ON DELETE CASCADE
);
CREATE INDEX stars_user ON prefd.stars (user_id);
CREATE INDEX stars_dashboard ON prefd.stars (org_id, dashboard_id);

RESET ROLE;
