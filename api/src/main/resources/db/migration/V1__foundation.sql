-- Requests run as one of two roles that can't sign in. The app's login role owns nothing, inherits
-- nothing and may touch no table: a query outside a scope (platform.Database) fails.
do $$
begin
  if not exists (select from pg_roles where rolname = 'atalaya_tenant') then
    create role atalaya_tenant nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'atalaya_platform') then
    create role atalaya_platform nologin noinherit;
  end if;
end
$$;
grant atalaya_tenant, atalaya_platform to "${app_role}";
grant usage on schema public to atalaya_tenant, atalaya_platform;
revoke all on schema public from public;

create domain slug as text check (value ~ '^[a-z0-9][a-z0-9-]{0,62}$');

create table plan (
  plan_id                         slug        primary key,
  name                            text        not null,
  max_concurrent_streams          integer     not null check (max_concurrent_streams >= 0),
  max_concurrent_streams_per_user integer     not null check (max_concurrent_streams_per_user >= 0),
  max_viewers_per_camera          integer     not null check (max_viewers_per_camera >= 0),
  max_cameras                     integer     not null check (max_cameras >= 0),
  max_session_seconds             integer     not null check (max_session_seconds between 60 and 604800),
  version                         bigint      not null default 1
);
grant select on plan to atalaya_tenant;
grant select, insert, update on plan to atalaya_platform;

insert into plan values
  ('starter',    'Starter',      4,  4,   4,   10, 14400),
  ('standard',   'Standard',    25, 10,  25,  100, 43200),
  ('enterprise', 'Enterprise', 500, 50, 500, 5000, 86400);

create table tenant (
  tenant_id  slug        primary key,
  name       text        not null,
  state      text        not null check (state in ('active', 'suspended', 'deprovisioning', 'deprovisioned')),
  plan_id    slug        not null references plan,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version    bigint      not null default 1
);
alter table tenant enable row level security, force row level security;
create policy own on tenant to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on tenant to atalaya_platform using (true) with check (true);
-- Update on a column is what "select … for update" asks for: admission locks its tenant's row.
grant select, update (updated_at) on tenant to atalaya_tenant;
grant select, insert, update on tenant to atalaya_platform;

-- People; those of the platform have no tenant, and no tenant's scope can see them.
create table app_user (
  user_id       uuid        primary key,
  tenant_id     slug        references tenant,
  username      text        not null,
  display_name  text        not null,
  role          text        not null,
  password_hash text        not null,
  created_at    timestamptz not null default now(),
  version       bigint      not null default 1,
  unique nulls not distinct (tenant_id, username),
  check ((tenant_id is null) = (role like 'platform\_%'))
);
alter table app_user enable row level security, force row level security;
create policy own on app_user to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on app_user to atalaya_platform using (true) with check (true);
grant select, insert, update, delete on app_user to atalaya_tenant, atalaya_platform;

-- A browser that signed in. Only the hash of what its cookie says is kept.
create table login_session (
  secret_hash bytea       primary key,
  tenant_id   slug        references tenant,
  user_id     uuid        not null references app_user on delete cascade,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null
);
create index on login_session (user_id);
create index on login_session (expires_at);
alter table login_session enable row level security, force row level security;
create policy own on login_session to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on login_session to atalaya_platform using (true) with check (true);
grant select, insert, update, delete on login_session to atalaya_tenant, atalaya_platform;

create table api_key (
  tenant_id   slug        not null references tenant,
  key_id      uuid        not null,
  name        text        not null,
  role        text        not null check (role not like 'platform\_%'),
  secret_hash bytea       not null unique,
  created_at  timestamptz not null default now(),
  primary key (tenant_id, key_id)
);
alter table api_key enable row level security, force row level security;
create policy own on api_key to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on api_key to atalaya_platform using (true) with check (true);
grant select, insert, delete on api_key to atalaya_tenant, atalaya_platform;

-- Keys that sign tokens; the private half is sealed by the master key.
create table signing_key (
  kid            text        primary key,
  public_key     text        not null,
  sealed_private bytea       not null,
  created_at     timestamptz not null default now()
);
grant select, insert on signing_key to atalaya_platform;
