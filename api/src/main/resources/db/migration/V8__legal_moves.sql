-- The state machine of SessionDecision once more, for whoever writes past it: a session is born
-- requested or issued, goes only forward, and V3 keeps what is over as it is.

create function stream_session_refuse_move() returns trigger language plpgsql as $$
begin
  raise exception 'session % may not go from % to %',
    new.session_id, case tg_op when 'INSERT' then 'nothing' else old.state end, new.state
    using errcode = 'integrity_constraint_violation';
end
$$;

create trigger stream_session_birth before insert on stream_session
  for each row when (new.state not in ('requested', 'issued'))
  execute function stream_session_refuse_move();

create trigger stream_session_move before update on stream_session
  for each row when (old.state <> new.state and (old.state, new.state) not in (
    ('requested', 'issued'), ('requested', 'ended'), ('requested', 'expired'),
    ('issued', 'active'), ('issued', 'ended'), ('issued', 'expired'),
    ('active', 'ended'), ('active', 'expired')))
  execute function stream_session_refuse_move();
