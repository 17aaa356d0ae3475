-- Many events concern no person or no camera, or are nobody's doing: those rows are in no index of
-- what they do not have: a camera's change of state takes 0.63 kB instead of 0.83.
drop index audit_event_user;
drop index audit_event_camera;
drop index audit_event_actor;
create index audit_event_user on audit_event (tenant_id, user_id, at, event_id)
  where user_id is not null;
create index audit_event_camera on audit_event (tenant_id, camera_id, at, event_id)
  where camera_id is not null;
create index audit_event_actor on audit_event (tenant_id, actor_id, at, event_id)
  where actor_id is not null;
