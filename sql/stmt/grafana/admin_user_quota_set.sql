-- Sets how many of something a person may have.
-- $1 id or uid, $2 target, $3 limit (0), -1 for any number
-- row: id; none when there is no such person. Refusals: PF010, PF037, PF039
SELECT prefd.set_user_quota(prefd.account_id($1::text), $2::text, coalesce($3::bigint, 0));
