-- The caller, as SelfCommunity's API shows a user.
-- row: body, tag; none when they are gone
SELECT json_build_object('id', u.id, 'username', u.login, 'real_name', u.name, 'email', u.email,
                         'date_joined', prefd.rfc3339_microseconds(u.created_at), 'avatar', prefd.avatar_url(u.email)) AS body,
       concat_ws('-', u.id, u.version) AS tag
  FROM prefd.users u WHERE u.id = prefd.current_user_id();
