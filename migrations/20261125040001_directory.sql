-- Directory sync (SCIM 2.0, TC-80): what an identity provider says about people and groups, and how it proves who it is.

-- At rest a token is a digest; two can live while one takes the other's place.
create table directory_tokens (
  org_id       uuid not null references orgs,
  token_id     uuid not null,
  name         text not null,
  digest       bytea not null constraint directory_digest_size check (octet_length(digest) = 32),
  tail         text not null,
  created_by   text not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  primary key (org_id, token_id)
);
create index directory_tokens_by_digest on directory_tokens (digest);
select app.protect_table('directory_tokens');
grant select, insert on directory_tokens to axonflow_app_role;
grant update (revoked_at, last_used_at) on directory_tokens to axonflow_app_role;

-- The document holds every attribute as it was sent; columns repeat what is searched for and what must be unique.
create table directory_users (
  org_id      uuid not null references orgs,
  user_id     uuid not null,
  user_name   text not null,
  external_id text,
  active      boolean not null,
  document    jsonb not null,
  version     bigint not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  primary key (org_id, user_id)
);
create unique index directory_user_name_once on directory_users (org_id, lower(user_name));
create index directory_users_by_external_id on directory_users (org_id, external_id);
create index directory_users_in_order on directory_users (org_id, created_at, user_id);
select app.protect_table('directory_users');
grant select, insert, delete on directory_users to axonflow_app_role;
grant update (user_name, external_id, active, document, version, updated_at) on directory_users to axonflow_app_role;

create table directory_groups (
  org_id       uuid not null references orgs,
  group_id     uuid not null,
  display_name text not null,
  external_id  text,
  version      bigint not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  primary key (org_id, group_id)
);
create unique index directory_group_name_once on directory_groups (org_id, lower(display_name));
create index directory_groups_in_order on directory_groups (org_id, created_at, group_id);
select app.protect_table('directory_groups');
grant select, insert, delete on directory_groups to axonflow_app_role;
grant update (display_name, external_id, version, updated_at) on directory_groups to axonflow_app_role;

create table directory_group_members (
  org_id   uuid not null,
  group_id uuid not null,
  user_id  uuid not null,
  primary key (org_id, group_id, user_id),
  foreign key (org_id, group_id) references directory_groups,
  foreign key (org_id, user_id) references directory_users
);
create index directory_groups_of_user on directory_group_members (org_id, user_id);
select app.protect_table('directory_group_members');
grant select, insert, delete on directory_group_members to axonflow_app_role;

-- Members that a directory named before it made them: they join when they come within a day.
create table directory_expected_members (
  org_id   uuid not null,
  group_id uuid not null,
  named    text not null,
  named_at timestamptz not null,
  primary key (org_id, group_id, named),
  foreign key (org_id, group_id) references directory_groups
);
create index directory_expected_by_name on directory_expected_members (org_id, named);
select app.protect_table('directory_expected_members');
grant select, insert, delete on directory_expected_members to axonflow_app_role;

-- Every call, for whoever sets provisioning up. Bodies without passwords; gone after thirty days.
create table directory_events (
  org_id      uuid not null references orgs,
  event_id    uuid not null,
  token_id    uuid not null,
  at          timestamptz not null,
  method      text not null,
  path        text not null,
  status      integer not null,
  request     text not null,
  detail      text not null,
  took_micros bigint not null,
  primary key (org_id, event_id),
  foreign key (org_id, token_id) references directory_tokens
);
create index directory_events_in_order on directory_events (org_id, at desc, event_id);
select app.protect_table('directory_events');
grant select, insert, delete on directory_events to axonflow_app_role;

create policy entry_reads on directory_tokens for select to axonflow_entry using (true);
grant select (org_id, token_id, name, digest, expires_at, revoked_at, last_used_at) on directory_tokens to axonflow_entry;
grant create on schema entry to axonflow_entry;
set role axonflow_entry;

create function entry.find_directory_token(wanted bytea)
  returns table (org_id uuid, token_id uuid, name text, tier text, expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.org_id, t.token_id, t.name, o.tier, t.expires_at, t.revoked_at, t.last_used_at
  from public.directory_tokens t join public.orgs o on o.org_id = t.org_id
  where t.digest = wanted
$$;
grant execute on function entry.find_directory_token(bytea) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
