-- What an API key is for, from where it may be used, and when its secret is due to be exchanged.
alter table orgs add column key_max_days integer constraint org_key_max_days check (key_max_days between 1 and 3650);
grant update (key_max_days) on orgs to axonflow_app_role;

alter table api_keys
  add column environment text not null default 'live' constraint api_key_environment_known check (environment in ('live', 'test')),
  -- A service identity may use the connectors that it names and no other.
  add column kind text not null default 'client' constraint api_key_kind_known check (kind in ('client', 'service')),
  add column connector_rights text[] not null default '{}',
  -- CIDR; empty is from anywhere.
  add column networks text[] not null default '{}',
  add column rotate_every_days integer constraint api_key_rotation_days check (rotate_every_days between 1 and 365),
  add column rotate_overlap_seconds integer not null default 604800
    constraint api_key_rotation_overlap check (rotate_overlap_seconds between 3600 and 2592000),
  add column rotate_at timestamptz,
  add column rotation_told_at timestamptz,
  add constraint api_key_rotation_whole check ((rotate_every_days is null) = (rotate_at is null));
create index api_keys_to_rotate on api_keys (rotate_at) where revoked_at is null and rotate_at is not null;
grant update (networks, connector_rights, rotate_every_days, rotate_overlap_seconds, rotate_at, rotation_told_at) on api_keys to axonflow_app_role;
grant select (environment, kind, connector_rights, networks, rotate_at, rotation_told_at) on api_keys to axonflow_entry;
drop trigger tell_nodes on api_keys;
create trigger tell_nodes after insert or update of revoked_at, expires_at, owner_id, networks, connector_rights on api_keys
  for each row execute function app.notify_change('axonflow_key', 'key_id');

-- From which addresses each secret was used, and by what: an old secret is known to be out of use before it is ended.
create table api_key_uses (
  org_id        uuid not null,
  key_id        uuid not null,
  digest        bytea not null constraint key_use_digest_size check (octet_length(digest) = 32),
  address       text not null,
  client        text not null,
  first_used_at timestamptz not null,
  last_used_at  timestamptz not null,
  calls         bigint not null,
  primary key (org_id, key_id, digest, address),
  foreign key (org_id, key_id, digest) references api_key_secrets
);
select app.protect_table('api_key_uses');
grant select, insert, delete on api_key_uses to axonflow_app_role;
grant update (client, last_used_at, calls) on api_key_uses to axonflow_app_role;

grant create on schema entry to axonflow_entry;
set role axonflow_entry;
drop function entry.find_api_key(uuid);
create function entry.find_api_key(wanted uuid)
  returns table (org_id uuid, tenant_id uuid, name text, scopes text[], created_by uuid, owner_is_out boolean, expires_at timestamptz,
                 revoked_at timestamptz, environment text, kind text, connector_rights text[], networks text[], tier text,
                 calls_per_minute integer, api_keys_may_approve boolean, strict_user_tokens boolean, digests bytea[],
                 works_until timestamptz[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.org_id, k.tenant_id, k.name, k.scopes, k.created_by,
         exists (select from public.members m where m.org_id = k.org_id and m.person_id = k.owner_id
                 and (m.suspended_at is not null or m.removed_at is not null)),
         k.expires_at, k.revoked_at, k.environment, k.kind, k.connector_rights, k.networks,
         o.tier, o.calls_per_minute, o.api_keys_may_approve, o.strict_user_tokens, s.digests, s.works_until
  from public.api_keys k
  join public.orgs o on o.org_id = k.org_id
  cross join lateral (
    select array_agg(one.digest) as digests, array_agg(one.works_until) as works_until from public.api_key_secrets one
    where one.org_id = k.org_id and one.key_id = k.key_id
  ) s
  where k.key_id = wanted and s.digests is not null
$$;

-- Keys whose rotation begins before a time: some are due, some are only to be told about.
create function entry.keys_to_rotate(before timestamptz, at timestamptz, most integer) returns table (org_id uuid, key_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.org_id, k.key_id from public.api_keys k
  where k.revoked_at is null and k.rotate_at <= before and (k.expires_at is null or k.expires_at > at)
    and (k.rotate_at <= at or k.rotation_told_at is null)
  order by k.rotate_at limit most
$$;
grant execute on function entry.find_api_key(uuid), entry.keys_to_rotate(timestamptz, timestamptz, integer) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
