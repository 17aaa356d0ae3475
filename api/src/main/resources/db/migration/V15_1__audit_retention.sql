-- How long a tenant's audit is kept is part of what it buys. Never shorter than the trigger on
-- audit_event lets anything go, and than use per day looks back.
alter table plan add audit_retention_days integer not null default 400
  check (audit_retention_days between 92 and 3650);
alter table tenant add override_audit_retention_days integer
  check (override_audit_retention_days between 92 and 3650);
