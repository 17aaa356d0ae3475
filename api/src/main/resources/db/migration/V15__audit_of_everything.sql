-- Two more kinds of doers: people of the platform, so that a tenant sees in its own audit what they
-- did there; and whoever has not signed in (yet), who is not the system.
alter table audit_event drop constraint audit_event_actor_kind_check;
alter table audit_event drop constraint audit_event_check;
alter table audit_event
  add constraint audit_event_actor_kind_check check (actor_kind in
    ('user', 'platform_user', 'api_key', 'gateway', 'anonymous', 'system')),
  add constraint audit_event_actor_known_check
    check ((actor_kind in ('anonymous', 'system')) = (actor_id is null));

-- What one person did; what was refused.
create index audit_event_actor on audit_event (tenant_id, actor_id, at, event_id);
create index audit_event_denied on audit_event (tenant_id, at, event_id)
  where action in ('access.denied', 'auth.failed', 'stream.refused');
