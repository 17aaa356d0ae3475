-- When the page of a session that is being watched said that it goes. Until somebody comes back the
-- lease is short, and media that is still on its way does not renew it.
alter table stream_session add column left_at timestamptz
  check (left_at is null or state = 'active');
