-- The health loop on any number of replicas: when each camera is looked at next, who is looking at
-- it now, and every look there ever was, as runs of the same result.

-- What is to become of a camera at its gateway; the only place that says so.
create view camera_wanted with (security_invoker = true) as
select c.tenant_id, c.camera_id, c.generation,
       case when c.deleting then 'purged'
            when not c.enabled or c.lifecycle <> 'provisioned' then 'absent'
            when t.state = 'active' then 'present'
            when t.state = 'suspended' then 'suspended'
            else 'absent' end as wish
from camera c join tenant t using (tenant_id);
grant select on camera_wanted to atalaya_tenant, atalaya_platform;

-- One narrow row for each camera. Who looks at a camera holds its claim; a claim lapses, so that a
-- replica that died holds nothing for long. Kept apart from camera, which people lock and edit.
create table camera_sync (
  tenant_id     slug        not null,
  camera_id     slug        not null,
  due_at        timestamptz not null,
  claim_id      uuid,
  claimed_until timestamptz,
  -- When somebody last had it looked at out of turn.
  asked_at      timestamptz,
  primary key (tenant_id, camera_id),
  foreign key (tenant_id, camera_id) references camera on delete cascade,
  check ((claim_id is null) = (claimed_until is null))
) with (fillfactor = 70);
-- Claims go from tenant to tenant and take each one's longest due.
create index camera_sync_due on camera_sync (tenant_id, due_at);

alter table camera_sync enable row level security, force row level security;
create policy own on camera_sync to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on camera_sync to atalaya_platform using (true) with check (true);
grant select, insert, update, delete on camera_sync to atalaya_tenant, atalaya_platform;

-- A camera that is made, and one that a gateway must see anew, is due at once, whoever writes it.
create function camera_becomes_due() returns trigger language plpgsql as $$
begin
  insert into camera_sync (tenant_id, camera_id, due_at)
  values (new.tenant_id, new.camera_id, clock_timestamp())
  on conflict (tenant_id, camera_id) do update set due_at = excluded.due_at;
  return null;
end
$$;
create trigger camera_made after insert on camera
  for each row execute function camera_becomes_due();
create trigger camera_changed after update on camera
  for each row when (old.generation <> new.generation) execute function camera_becomes_due();

-- Migrations are bound by row security like everybody else.
alter table camera no force row level security;
alter table camera_sync no force row level security;
insert into camera_sync (tenant_id, camera_id, due_at)
select tenant_id, camera_id, clock_timestamp() from camera;
alter table camera_sync force row level security;
alter table camera force row level security;

-- The run of equal results that goes on is in camera_health: first_at, and count up to last_sync_at.
-- A look that changes nothing writes nothing else.
alter table camera_health
  add run_first_at timestamptz,
  add run_count    bigint not null default 1 check (run_count > 0),
  add track        jsonb;
alter table camera_health no force row level security;
update camera_health set run_first_at = since;
alter table camera_health force row level security;
alter table camera_health alter run_first_at set not null;
alter table camera_health set (fillfactor = 60);

-- The runs that are over.
create table camera_health_run (
  tenant_id slug        not null,
  camera_id slug        not null,
  first_at  timestamptz not null,
  last_at   timestamptz not null,
  count     bigint      not null check (count > 0),
  result    text        not null,
  reason    text        not null,
  primary key (tenant_id, camera_id, first_at),
  foreign key (tenant_id, camera_id) references camera on delete cascade
);
create index camera_health_run_old on camera_health_run (last_at);

alter table camera_health_run enable row level security, force row level security;
create policy own on camera_health_run to atalaya_tenant
  using (tenant_id = current_setting('app.tenant', true))
  with check (tenant_id = current_setting('app.tenant', true));
create policy every on camera_health_run to atalaya_platform using (true) with check (true);
grant select, insert, delete on camera_health_run to atalaya_tenant;
grant select, insert, update, delete on camera_health_run to atalaya_platform;
