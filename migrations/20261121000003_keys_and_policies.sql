-- API keys and the policies that an organisation writes for itself.

create table api_keys (
  org_id       uuid not null,
  key_id       uuid not null,
  tenant_id    uuid not null,
  name         text not null,
  scopes       text[] not null,
  created_by   uuid,
  created_name text not null,
  created_at   timestamptz not null,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  primary key (org_id, key_id),
  foreign key (org_id, tenant_id) references tenants
);
create unique index api_key_name_once_per_org on api_keys (org_id, name) where revoked_at is null;
create index api_keys_by_id on api_keys (key_id);
select app.protect_table('api_keys');
grant select, insert on api_keys to axonflow_app_role;
grant update (revoked_at, last_used_at, expires_at) on api_keys to axonflow_app_role;

-- At rest a secret is a digest. Two can live during the overlap of a roll. Whoever issued one has seen it, so they may
-- not decide what the key asks for.
create table api_key_secrets (
  org_id      uuid not null,
  key_id      uuid not null,
  digest      bytea not null constraint secret_digest_size check (octet_length(digest) = 32),
  tail        text not null,
  issued_by   uuid,
  created_at  timestamptz not null,
  works_until timestamptz,
  primary key (org_id, key_id, digest),
  foreign key (org_id, key_id) references api_keys
);
select app.protect_table('api_key_secrets');
grant select, insert on api_key_secrets to axonflow_app_role;
grant update (works_until) on api_key_secrets to axonflow_app_role;

create trigger tell_nodes after insert or update of revoked_at, expires_at on api_keys
  for each row execute function app.notify_change('axonflow_key', 'key_id');
create trigger tell_nodes after insert or update on api_key_secrets
  for each row execute function app.notify_change('axonflow_key', 'key_id');

create table policies (
  org_id      uuid not null,
  policy_id   text not null,
  tenant_id   uuid,
  tier        text not null constraint policy_tier_known check (tier in ('organization', 'tenant')),
  name        text not null,
  description text not null,
  category    text not null,
  pattern     text not null,
  severity    text not null,
  action      text not null,
  enabled     boolean not null,
  priority    integer not null,
  tags        text[] not null,
  version     integer not null,
  created_by  text not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  deleted_at  timestamptz,
  primary key (org_id, policy_id),
  foreign key (org_id, tenant_id) references tenants,
  constraint policy_tenant_fits_tier check ((tier = 'tenant') = (tenant_id is not null))
);
create index policies_live on policies (org_id, created_at) where deleted_at is null;
select app.protect_table('policies');
grant select, insert on policies to axonflow_app_role;
grant update (name, description, category, pattern, severity, action, enabled, priority, tags, version, updated_at, deleted_at)
  on policies to axonflow_app_role;

create table policy_versions (
  org_id      uuid not null,
  policy_id   text not null,
  version     integer not null,
  change_type text not null,
  changed_by  text not null,
  changed_at  timestamptz not null,
  snapshot    jsonb not null,
  primary key (org_id, policy_id, version),
  foreign key (org_id, policy_id) references policies
);
select app.protect_table('policy_versions');
grant select, insert on policy_versions to axonflow_app_role;

-- policy_id names a shipped policy or an own one, so it has no foreign key.
create table policy_overrides (
  org_id     uuid not null references orgs,
  policy_id  text not null,
  action     text not null,
  enabled    boolean,
  reason     text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  primary key (org_id, policy_id)
);
select app.protect_table('policy_overrides');
grant select, insert, delete on policy_overrides to axonflow_app_role;

create function app.notify_override_gone() returns trigger language plpgsql as $$
begin
  perform pg_notify('axonflow_policy', old.org_id || ':' || old.policy_id);
  return null;
end
$$;
grant execute on function app.notify_override_gone() to axonflow_app_role;
create trigger tell_nodes after insert or update on policies
  for each row execute function app.notify_change('axonflow_policy', 'policy_id');
create trigger tell_nodes after insert on policy_overrides
  for each row execute function app.notify_change('axonflow_policy', 'policy_id');
create trigger tell_nodes_gone after delete on policy_overrides
  for each row execute function app.notify_override_gone();

-- The exact policy sets that decisions were made under, by digest (TC-62).
create table policy_sets (
  org_id        uuid not null references orgs,
  digest        text not null,
  document      jsonb not null,
  first_used_at timestamptz not null,
  primary key (org_id, digest)
);
select app.protect_table('policy_sets');
grant select, insert on policy_sets to axonflow_app_role;
