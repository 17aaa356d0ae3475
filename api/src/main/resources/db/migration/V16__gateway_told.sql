-- What was last told of each gateway: of several replicas that notice, one tells.
create table gateway_told (
  gateway   text        primary key check (length(gateway) <= 300),
  available boolean     not null,
  since     timestamptz not null default clock_timestamp()
);
grant select, insert, update on gateway_told to atalaya_platform;
