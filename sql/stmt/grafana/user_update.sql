-- Changes what the current user is called.
-- $1 email, $2 name, $3 login, $4 theme; NULL or empty: stays
-- row: tag. Refusals: PF041; users_login_key, users_email_key, user_names_pkey
SELECT tag FROM prefd.update_profile(prefd.current_user_id(), $1::text, $2::text, $3::text, $4::text) tag;
