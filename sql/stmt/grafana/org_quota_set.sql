-- Sets how many of something the organisation acted in may have.
-- $1 target, $2 limit (0), -1 for any number
-- row: organisation. Refusals: PF010, PF037, PF039, org_quotas_org_fkey
SELECT prefd.set_org_quota($1::text, coalesce($2::bigint, 0));
