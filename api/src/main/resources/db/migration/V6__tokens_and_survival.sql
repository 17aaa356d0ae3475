-- What tokens and leases need to outlive: rotated keys, restarted gateways, an api that was away.

-- The transaction that wrote a session down as over. Gateways ask what ended since; by transaction,
-- because a time is taken long before its transaction commits, and in between nobody sees it.
alter table stream_session add column ended_in xid8;
create index stream_session_cut on stream_session (node_id, ended_in)
  where ended_in is not null and node_id is not null;

create function stream_session_note_end() returns trigger language plpgsql as $$
begin
  new.ended_in := pg_current_xact_id();
  return new;
end
$$;
create trigger stream_session_note_end before update on stream_session
  for each row
  when (old.state not in ('ended', 'expired') and new.state in ('ended', 'expired'))
  execute function stream_session_note_end();

-- When a key starts to sign; of those that may, the newest does.
alter table signing_key add column signs_from timestamptz;
update signing_key set signs_from = created_at;
alter table signing_key alter column signs_from set not null;
grant delete on signing_key to atalaya_platform;

-- When a replica of the api last was at work: leases do not run while none is.
create table control_plane (
  singleton boolean     primary key default true check (singleton),
  seen_at   timestamptz not null
);
insert into control_plane (seen_at) values (clock_timestamp());
grant select, update on control_plane to atalaya_platform;

-- A heartbeat moves ten thousand leases at once. With no index on the lease, and room beside each
-- row, such an update touches no index at all (PostgreSQL calls it HOT). The sweeper reads the live
-- rows by stream_session_live instead, which nobody waits for.
drop index stream_session_lapse;
alter table stream_session set (fillfactor = 60);
