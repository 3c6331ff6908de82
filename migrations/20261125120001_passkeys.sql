-- Passkeys: public keys only, so nothing here signs anybody in.

create table auth.passkeys (
  passkey_id    uuid primary key,
  person_id     uuid not null references auth.persons on delete cascade,
  -- What the authenticator calls it: one person's for ever.
  credential_id bytea not null constraint passkey_once unique,
  name          text not null,
  -- The public key, how often it was used, and what the authenticator said about itself.
  material      jsonb not null,
  created_at    timestamptz not null,
  last_used_at  timestamptz
);
create index passkeys_of_person on auth.passkeys (person_id, created_at);
grant select, insert, update, delete on auth.passkeys to axonflow_entry;

drop function entry.person(uuid);
grant create on schema entry to axonflow_entry;
set role axonflow_entry;

create function entry.person(wanted uuid)
  returns table (person_id uuid, email text, display_name text, password_hash text, totp_sealed bytea,
                 totp_confirmed_at timestamptz, totp_last_step bigint, disabled_at timestamptz, recovery_left bigint, passkeys bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.person_id, p.email, p.display_name, p.password_hash, p.totp_sealed, p.totp_confirmed_at, p.totp_last_step, p.disabled_at,
         (select count(*) from auth.recovery_codes c where c.person_id = p.person_id and c.spent_at is null),
         (select count(*) from auth.passkeys k where k.person_id = p.person_id)
  from auth.persons p where p.person_id = wanted
$$;

create function entry.passkeys(who uuid)
  returns table (passkey_id uuid, name text, material jsonb, created_at timestamptz, last_used_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.passkey_id, k.name, k.material, k.created_at, k.last_used_at from auth.passkeys k where k.person_id = who order by k.created_at
$$;

-- False when somebody has it already.
create function entry.passkey_add(new_id uuid, who uuid, credential bytea, called text, what jsonb, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into auth.passkeys (passkey_id, person_id, credential_id, name, material, created_at)
    values (new_id, who, credential, called, what, at) on conflict (credential_id) do nothing;
  return found;
end
$$;

-- False when it was removed meanwhile.
create function entry.passkey_used(which uuid, what jsonb, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.passkeys k set material = what, last_used_at = at where k.passkey_id = which;
  return found;
end
$$;

-- False when it is not there, or when a factor has to stay and this is the last. The lock lets two removals take turns.
create function entry.passkey_remove(which uuid, who uuid, one_stays boolean) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  has_authenticator boolean;
begin
  select p.totp_confirmed_at is not null into has_authenticator from auth.persons p where p.person_id = who for update;
  delete from auth.passkeys k
    where k.passkey_id = which and k.person_id = who
      and (not one_stays or has_authenticator
           or exists (select from auth.passkeys o where o.person_id = who and o.passkey_id <> which));
  return found;
end
$$;

create or replace function entry.member_facts(in_org uuid)
  returns table (person_id uuid, has_factor boolean, last_seen_at timestamptz, sessions bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.person_id, p.totp_confirmed_at is not null or exists (select from auth.passkeys k where k.person_id = p.person_id),
         (select max(s.last_seen_at) from auth.sessions s where s.person_id = m.person_id),
         (select count(*) from auth.sessions s where s.person_id = m.person_id and s.ends_at > now())
  from public.members m join auth.persons p on p.person_id = m.person_id
  where m.org_id = in_org and m.removed_at is null
$$;

-- Owners who can sign in with a second factor whatever a provider does.
create or replace function entry.sso_ways_in(in_org uuid) returns bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct p.person_id)
  from public.user_roles u
  join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id and r.name = 'owner'
  join public.members m on m.org_id = u.org_id and m.person_id = u.person_id and m.suspended_at is null
  join auth.persons p on p.person_id = u.person_id and p.disabled_at is null
  where u.org_id = in_org
    and ((p.password_hash is not null and p.totp_confirmed_at is not null)
         or exists (select from auth.passkeys k where k.person_id = p.person_id))
$$;

grant execute on function entry.person(uuid), entry.passkeys(uuid), entry.passkey_add(uuid, uuid, bytea, text, jsonb, timestamptz),
  entry.passkey_used(uuid, jsonb, timestamptz), entry.passkey_remove(uuid, uuid, boolean) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
