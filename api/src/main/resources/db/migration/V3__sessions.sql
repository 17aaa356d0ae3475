-- Viewing sessions. A slot is a row with state in (issued, active) and lease_expires_at > now.

create table stream_session (
  tenant_id          slug        not null references tenant,
  session_id         uuid        not null,
  camera_id          slug        not null,
  user_id            uuid        not null,
  username           text        not null,
  client_instance_id text,
  state              text        not null check (state in
    ('requested', 'issued', 'active', 'ended', 'expired')),
  requested_at       timestamptz not null,
  issued_at          timestamptz,
  activated_at       timestamptz,
  -- When it lapses: the request's window, the claim window, or the lease. Kept when it is over.
  lease_expires_at   timestamptz not null,
  hard_end_at        timestamptz,
  ended_at           timestamptz,
  end_reason         text,
  -- The token that may open playback now, and the gateway run that came with it.
  token_id           uuid,
  token_spent_by     uuid,
  node_id            text,
  bytes_sent         bigint      not null default 0,
  primary key (tenant_id, session_id),
  check (state in ('requested', 'ended', 'expired') or issued_at is not null),
  check (state <> 'requested' or issued_at is null),
  check (state <> 'issued' or activated_at is null),
  check (state <> 'active' or (activated_at is not null and hard_end_at is not null)),
  check (hard_end_at is null or state <> 'active' or lease_expires_at <= hard_end_at),
  check ((state in ('ended', 'expired')) = (ended_at is not null and end_reason is not null))
);

-- The admission query counts a tenant's live rows; everything that is over stays out of it.
create index stream_session_live on stream_session (tenant_id, camera_id, user_id)
  where state in ('requested', 'issued', 'active');
create index stream_session_lapse on stream_session (lease_expires_at)
  where state in ('requested', 'issued', 'active');
create index stream_session_newest on stream_session (tenant_id, requested_at desc, session_id);

-- What is over never comes back, whoever writes.
create function stream_session_over_is_final() returns trigger language plpgsql as $$
begin
  if (new.state, new.ended_at, new.end_reason, new.lease_expires_at, new.token_id)
     is distinct from (old.state, old.ended_at, old.end_reason, old.lease_expires_at, old.token_id)
  then
    raise exception 'session % is over (%)', old.session_id, old.state
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;
create trigger stream_session_over_is_final before update on stream_session
  for each row when (old.state in ('ended', 'expired'))
  execute function stream_session_over_is_final();

alter table stream_session enable row level security, force row level security;
create policy own on stream_session to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on stream_session to atalaya_platform using (true) with check (true);
grant select, insert, update, delete on stream_session to atalaya_tenant, atalaya_platform;
