-- What a person or a program is in a tenant; null when they are nobody there. Read when it is called
-- and not when the statement around it began, which is what "volatile" is for: admission calls it
-- in the statement that waits for the tenant's lock, and whoever was shut out meanwhile is out.
create function role_now(tenant slug, person uuid) returns text
  language sql volatile strict as $$
  select role from app_user where tenant_id = $1 and user_id = $2
  union all
  select role from api_key where tenant_id = $1 and key_id = $2
$$;

-- The operator's list of all sessions, newest first, has live ones too. A heartbeat writes to no
-- column of it.
create index stream_session_live_every on stream_session (requested_at desc, session_id desc)
  where state in ('requested', 'issued', 'active');
