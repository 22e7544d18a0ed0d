-- Changes what a person is called.
-- $1 id or uid, $2 email, $3 name, $4 login, $5 theme; NULL or empty: stays
-- row: tag; none when there is no such person. Refusals: PF041; users_login_key, users_email_key, user_names_pkey
SELECT tag FROM prefd.update_profile(prefd.account_id($1::text), $2::text, $3::text, $4::text, $5::text) tag;
