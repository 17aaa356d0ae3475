-- Cameras, and what the health loop last saw of each.

create table camera (
  tenant_id     slug        not null references tenant,
  camera_id     slug        not null,
  name          text        not null check (length(name) between 1 and 200),
  -- AES-256-GCM over the URL with its credentials; bound to tenant and camera, so a row's source
  -- cannot be moved to another row.
  source        bytea       not null,
  source_masked text        not null,
  enabled       boolean     not null,
  on_demand     boolean     not null,
  engine        text        not null check (engine in ('auto', 'inprocess', 'ffmpeg')),
  transport     text        not null check (transport in ('tcp', 'udp')),
  labels        jsonb       not null,
  lifecycle     text        not null check (lifecycle in ('provisioned', 'deprovisioned')),
  -- Set while the gateway has not yet confirmed that a deleted camera is gone; nobody sees the row.
  deleting      boolean     not null default false,
  generation    bigint      not null check (generation > 0),
  version       bigint      not null check (version > 0),
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  primary key (tenant_id, camera_id)
);

create table camera_health (
  tenant_id            slug        not null,
  camera_id            slug        not null,
  generation           bigint      not null,
  summary              text        not null check (summary in
    ('pending', 'online', 'degraded', 'offline', 'auth_failed', 'unknown', 'disabled')),
  since                timestamptz not null,
  reason               text        not null,
  conditions           jsonb       not null,
  gateway              jsonb,
  last_sync_at         timestamptz not null,
  consecutive_failures integer     not null,
  primary key (tenant_id, camera_id),
  foreign key (tenant_id, camera_id) references camera on delete cascade
);

alter table camera enable row level security, force row level security;
create policy own on camera to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on camera to atalaya_platform using (true) with check (true);
grant select, insert, update, delete on camera to atalaya_tenant, atalaya_platform;

alter table camera_health enable row level security, force row level security;
create policy own on camera_health to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on camera_health to atalaya_platform using (true) with check (true);
grant select, insert, update, delete on camera_health to atalaya_tenant, atalaya_platform;
