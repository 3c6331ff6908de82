-- Organisations, their workspaces, the people in them and what those may do.

create table orgs (
  org_id                 uuid primary key,
  slug                   text not null constraint org_slug_once unique,
  name                   text not null,
  tier                   text not null constraint org_tier_known check (tier in ('community', 'evaluation', 'enterprise')),
  region                 text not null default 'local',
  calls_per_minute       integer constraint org_calls_positive check (calls_per_minute > 0),
  api_keys_may_approve   boolean not null default false,
  strict_user_tokens     boolean not null default false,
  approve_within_seconds integer not null default 3600 constraint org_approve_window check (approve_within_seconds between 60 and 2592000),
  execute_within_seconds integer not null default 900 constraint org_execute_window check (execute_within_seconds between 60 and 86400),
  created_at             timestamptz not null
);
select app.protect_table('orgs');
grant select on orgs to axonflow_app_role;

create table tenants (
  org_id     uuid not null references orgs,
  tenant_id  uuid not null,
  name       text not null,
  created_at timestamptz not null,
  primary key (org_id, tenant_id),
  constraint tenant_name_once_per_org unique (org_id, name)
);
select app.protect_table('tenants');
grant select on tenants to axonflow_app_role;

-- A person is global; an organisation knows them as a member.
create table auth.persons (
  person_id          uuid primary key,
  email              text not null constraint person_email_once unique,
  display_name       text not null,
  password_hash      text,
  totp_sealed        bytea,
  totp_confirmed_at  timestamptz,
  totp_last_step     bigint,
  created_at         timestamptz not null,
  disabled_at        timestamptz
);

create table auth.recovery_codes (
  person_id uuid not null references auth.persons on delete cascade,
  digest    bytea not null constraint recovery_digest_size check (octet_length(digest) = 32),
  spent_at  timestamptz,
  primary key (person_id, digest)
);

create table auth.sessions (
  digest       bytea primary key constraint session_digest_size check (octet_length(digest) = 32),
  session_id   uuid not null constraint session_id_once unique,
  person_id    uuid references auth.persons on delete cascade,
  contents     text not null,
  ip           text,
  user_agent   text,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at      timestamptz not null
);
create index sessions_of_person on auth.sessions (person_id, created_at);
create index sessions_by_end on auth.sessions (ends_at);

-- Counts attempts per account and per source inside a window.
create table auth.attempts (
  bucket     text primary key,
  started_at timestamptz not null,
  tries      integer not null
);

-- Keys that sign for the platform; the private half is sealed by the vault.
create table auth.signing_keys (
  kid            text primary key,
  purpose        text not null constraint signing_purpose_known check (purpose in ('api_keys', 'checkpoints', 'tokens')),
  public_key     bytea not null,
  sealed_private bytea not null,
  created_at     timestamptz not null,
  retired_at     timestamptz
);

create table members (
  org_id       uuid not null references orgs,
  person_id    uuid not null references auth.persons,
  email        text not null,
  display_name text not null,
  joined_at    timestamptz not null,
  suspended_at timestamptz,
  primary key (org_id, person_id),
  constraint member_email_once_per_org unique (org_id, email)
);
create index members_of_person on members (person_id);
select app.protect_table('members');
grant select on members to axonflow_app_role;

create table roles (
  org_id      uuid not null references orgs,
  role_id     uuid not null,
  name        text not null,
  built_in    boolean not null,
  permissions text[] not null,
  primary key (org_id, role_id),
  constraint role_name_once_per_org unique (org_id, name)
);
select app.protect_table('roles');
grant select on roles to axonflow_app_role;

-- Roles live in their own table, never on the person (AX-08). Request traffic can read them and grant nothing.
create table user_roles (
  org_id     uuid not null,
  person_id  uuid not null,
  role_id    uuid not null,
  granted_at timestamptz not null,
  primary key (org_id, person_id, role_id),
  foreign key (org_id, person_id) references members,
  foreign key (org_id, role_id) references roles
);
select app.protect_table('user_roles');
grant select on user_roles to axonflow_app_role;
