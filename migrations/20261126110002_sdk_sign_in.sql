-- The SDK's own way into the portal: one password of the organisation, made by us and kept as a digest, and the sessions that it opened.
create table sdk_passwords (
  org_id  uuid not null references orgs,
  digest  bytea not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (org_id)
);
select app.protect_table('sdk_passwords');
grant select, insert, delete on sdk_passwords to axonflow_app_role;

create table sdk_sessions (
  org_id     uuid not null references orgs,
  session_id uuid not null,
  -- The key that it came with, and has to come with again.
  key_id     uuid not null,
  digest     bytea not null,
  ends_at    timestamptz not null,
  primary key (org_id, session_id),
  constraint sdk_session_once unique (org_id, digest)
);
select app.protect_table('sdk_sessions');
grant select, insert, delete on sdk_sessions to axonflow_app_role;
