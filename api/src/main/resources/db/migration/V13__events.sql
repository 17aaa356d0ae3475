-- What happened, for whoever follows along: the event stream and webhooks read here, and nowhere
-- else. A row is written by the transaction that makes the change, so it is there if and only if
-- the change is.
--
-- Readers go by (recorded_in, position): the transaction's number, and the order inside it. A number
-- drawn from a sequence commits out of order, and a reader that goes by it skips what commits late.
-- A transaction older than the oldest one under way is finished for good, so a reader that stops
-- there (pg_snapshot_xmin) never skips a row and never reads one twice.

create table event (
  recorded_in xid8        not null default pg_current_xact_id(),
  position    bigint      not null generated always as identity,
  event_id    uuid        not null default gen_random_uuid(),
  -- Null for what concerns no tenant; such rows only the platform's scope sees.
  tenant_id   slug        references tenant,
  at          timestamptz not null default clock_timestamp(),
  type        text        not null check (type ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
  camera_id   slug,
  -- Whom it is about; shown to them, and to those who may see everybody's sessions.
  viewer_id   uuid,
  data        jsonb       not null check (jsonb_typeof(data) = 'object'),
  primary key (recorded_in, position)
);
create index event_tenant on event (tenant_id, recorded_in, position);

alter table event enable row level security, force row level security;
create policy own on event to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on event to atalaya_platform using (true) with check (true);
grant select, insert on event to atalaya_tenant;
grant select, insert, delete on event to atalaya_platform;

-- Up to where rows were removed for their age: whoever goes on from before it has missed some.
create table event_purge (
  singleton   boolean primary key default true check (singleton),
  recorded_in xid8    not null default '0',
  position    bigint  not null default 0
);
insert into event_purge default values;
grant select on event_purge to atalaya_tenant;
grant select, update on event_purge to atalaya_platform;

-- A session's steps are told by the database, not by a statement of the api: they are the hot path,
-- and one statement more for each step would be three more for each time somebody watches.
create function stream_session_tell() returns trigger language plpgsql as $$
begin
  insert into event (tenant_id, type, camera_id, viewer_id, data) values (
    new.tenant_id,
    case new.state
      when 'requested' then 'session.requested'
      when 'issued' then 'session.issued'
      when 'active' then 'session.started'
      else 'session.ended' end,
    new.camera_id,
    new.user_id,
    jsonb_strip_nulls(jsonb_build_object(
      'sessionId', new.session_id,
      'cameraId', new.camera_id,
      'userId', new.user_id,
      'username', new.username,
      'state', new.state,
      'reason', new.end_reason,
      'endedAt', to_char(new.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))));
  return null;
end
$$;
create trigger stream_session_tell_birth after insert on stream_session
  for each row execute function stream_session_tell();
create trigger stream_session_tell_move after update on stream_session
  for each row when (old.state <> new.state)
  execute function stream_session_tell();
