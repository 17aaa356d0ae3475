-- Who is told of events over HTTP, and what became of each telling. Rows of event are the outbox.

create table webhook (
  tenant_id       slug        not null references tenant,
  webhook_id      uuid        not null,
  url             text        not null check (length(url) <= 2000),
  description     text        not null check (length(description) <= 200),
  -- Types of events; none is all.
  types           text[]      not null check (cardinality(types) <= 100),
  -- Sealed; the one before signs beside it until it is over.
  secret          bytea       not null,
  previous_secret bytea,
  previous_until  timestamptz,
  disabled_at     timestamptz,
  disabled_reason text        check (length(disabled_reason) <= 300),
  -- How its deliveries go: since the first failure in a row, how many, and until when it rests.
  failing_since   timestamptz,
  failures        integer     not null default 0,
  resting_until   timestamptz not null default '-infinity',
  -- The replica that serves its queue; lapses if that dies.
  claimed_until   timestamptz not null default '-infinity',
  created_at      timestamptz not null default clock_timestamp(),
  version         bigint      not null default 1,
  primary key (tenant_id, webhook_id),
  check ((disabled_at is null) = (disabled_reason is null)),
  check ((previous_secret is null) = (previous_until is null))
);
alter table webhook enable row level security, force row level security;
create policy own on webhook to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on webhook to atalaya_platform using (true) with check (true);
grant select, insert, update, delete on webhook to atalaya_tenant, atalaya_platform;

create table webhook_delivery (
  tenant_id    slug        not null,
  webhook_id   uuid        not null,
  event_id     uuid        not null,
  recorded_in  xid8        not null,
  position     bigint      not null,
  state        text        not null default 'pending'
    check (state in ('pending', 'delivered', 'failed')),
  attempts     integer     not null default 0,
  due_at       timestamptz not null default clock_timestamp(),
  -- Of the last attempt.
  attempted_at timestamptz,
  took_millis  integer,
  status       integer,
  error        text        check (length(error) <= 300),
  response     text        check (length(response) <= 600),
  primary key (tenant_id, webhook_id, event_id),
  foreign key (tenant_id, webhook_id) references webhook on delete cascade,
  foreign key (recorded_in, position) references event on delete cascade
);
create index webhook_delivery_due on webhook_delivery (tenant_id, webhook_id, due_at)
  where state = 'pending';
create index webhook_delivery_order on webhook_delivery
  (tenant_id, webhook_id, recorded_in, position);
create index webhook_delivery_event on webhook_delivery (recorded_in, position);
alter table webhook_delivery enable row level security, force row level security;
create policy own on webhook_delivery to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on webhook_delivery to atalaya_platform using (true) with check (true);
grant select, insert, update, delete on webhook_delivery to atalaya_tenant, atalaya_platform;

-- Up to which event deliveries were made out; whoever holds the row makes out the next.
create table webhook_fan_out (
  singleton   boolean primary key default true check (singleton),
  recorded_in xid8    not null default '0',
  position    bigint  not null default 0
);
insert into webhook_fan_out default values;
grant select, update on webhook_fan_out to atalaya_platform;
