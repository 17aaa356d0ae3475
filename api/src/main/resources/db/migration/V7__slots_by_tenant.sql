-- What counts slots asks for one tenant's leases that are not over. Without an index that says both,
-- the planner joined the tenant's rows with every live lease there is (stream_session_lapse): one
-- tenant's admission paid for all the others' viewers. Camera and person come along as filters.
create index stream_session_slots
  on stream_session (tenant_id, lease_expires_at, user_id, camera_id)
  where state in ('requested', 'issued', 'active');
drop index stream_session_live;
