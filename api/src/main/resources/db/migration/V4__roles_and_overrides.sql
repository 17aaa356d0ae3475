-- All roles, known to the database too. The administrator that a tenant began with owns it: nobody
-- inside could make the first owner. Migrations are bound by row security like everybody else.
alter table app_user no force row level security;
update app_user set role = 'tenant_owner'
where user_id in (
  select distinct on (tenant_id) user_id from app_user
  where role = 'tenant_admin' order by tenant_id, created_at, user_id);
alter table app_user force row level security;
alter table app_user add check (role in ('platform_admin', 'platform_support',
  'tenant_owner', 'tenant_admin', 'operator', 'viewer', 'auditor', 'api_client'));
alter table api_key add check (role in
  ('tenant_owner', 'tenant_admin', 'operator', 'viewer', 'auditor', 'api_client'));

-- What a tenant has instead of what its plan says; null is as the plan says.
alter table tenant
  add override_max_concurrent_streams          integer check (override_max_concurrent_streams >= 0),
  add override_max_concurrent_streams_per_user integer
    check (override_max_concurrent_streams_per_user >= 0),
  add override_max_viewers_per_camera          integer check (override_max_viewers_per_camera >= 0),
  add override_max_cameras                     integer check (override_max_cameras >= 0),
  add override_max_session_seconds             integer
    check (override_max_session_seconds between 60 and 604800);
