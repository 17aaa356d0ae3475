-- Who did what to what, when, from where and why. Rows are added and read, never changed: neither
-- role may update, and what removes them is the platform's role alone (see the trigger below).

create table audit_event (
  -- Null for what concerns no tenant; such rows only the platform's scope sees.
  tenant_id      slug        references tenant,
  event_id       uuid        not null,
  at             timestamptz not null default clock_timestamp(),
  action         text        not null check (action ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
  -- What it happened to: kind/id.
  subject        text        not null check (length(subject) between 3 and 200),
  camera_id      slug,
  -- Whom it concerns; for a session, who watches. Not always who did it.
  user_id        uuid,
  actor_kind     text        not null check (actor_kind in ('user', 'api_key', 'gateway', 'system')),
  actor_id       text        check (length(actor_id) <= 200),
  actor_name     text        check (length(actor_name) <= 200),
  client_address text        check (length(client_address) <= 64),
  user_agent     text        check (length(user_agent) <= 200),
  request_id     text        check (length(request_id) <= 64),
  reason         text        check (length(reason) <= 200),
  details        jsonb       not null check (jsonb_typeof(details) = 'object'),
  primary key (at, event_id),
  check ((actor_kind = 'system') = (actor_id is null))
);
create index audit_event_tenant on audit_event (tenant_id, at, event_id);
create index audit_event_subject on audit_event (tenant_id, subject, at, event_id);
create index audit_event_user on audit_event (tenant_id, user_id, at, event_id);
create index audit_event_camera on audit_event (tenant_id, camera_id, at, event_id);
create index audit_event_refused on audit_event (tenant_id, at) where action = 'stream.refused';

alter table audit_event enable row level security, force row level security;
create policy own on audit_event to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on audit_event to atalaya_platform using (true) with check (true);
grant select, insert on audit_event to atalaya_tenant;
grant select, insert, delete on audit_event to atalaya_platform;

-- The right to delete is for two purposes: a tenant that is being removed, and rows older than any
-- retention one can configure. Everything else fails, whichever query asks.
create function audit_event_is_kept() returns trigger language plpgsql as $$
begin
  if exists (
    select from gone left join tenant using (tenant_id)
    where gone.at > clock_timestamp() - interval '92 days'
      and coalesce(tenant.state, '') not in ('deprovisioning', 'deprovisioned'))
  then
    raise exception 'audit events of a tenant that is not being removed are kept'
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end
$$;
create trigger audit_event_is_kept after delete on audit_event
  referencing old table as gone
  for each statement execute function audit_event_is_kept();

-- Sessions that are over, as lists, usage and retention read them. Only over ones: a heartbeat
-- writes to none of these.
drop index stream_session_newest;
create index stream_session_over on stream_session
  (tenant_id, requested_at desc, session_id desc) where state in ('ended', 'expired');
create index stream_session_over_camera on stream_session
  (tenant_id, camera_id, requested_at desc, session_id desc) where state in ('ended', 'expired');
create index stream_session_over_user on stream_session
  (tenant_id, user_id, requested_at desc, session_id desc) where state in ('ended', 'expired');
create index stream_session_over_reason on stream_session
  (tenant_id, end_reason, requested_at desc, session_id desc)
  where state in ('ended', 'expired');
create index stream_session_over_every on stream_session
  (requested_at desc, session_id desc) where state in ('ended', 'expired');
create index stream_session_over_since on stream_session (tenant_id, ended_at)
  where state in ('ended', 'expired');
