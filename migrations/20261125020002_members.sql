-- The life of a member: invited, joined, suspended, back, removed; and what a role assignment knows about itself.
alter table members add column removed_at timestamptz;
grant insert on members to axonflow_app_role;
grant update (display_name, joined_at, suspended_at, removed_at) on members to axonflow_app_role;
grant select (removed_at) on members to axonflow_entry;

-- The same role may come from several sources; taking one away leaves the others.
alter table user_roles
  add column source text not null default 'direct'
    constraint user_role_source_known check (source in ('direct', 'invitation', 'sso', 'scim', 'command')),
  -- The group or rule that it comes by.
  add column via text not null default '',
  add column granted_by text not null default '',
  add column expires_at timestamptz;
alter table user_roles drop constraint user_roles_pkey;
alter table user_roles add primary key (org_id, person_id, role_id, source);
create index user_roles_by_role on user_roles (org_id, role_id);
grant insert, delete on user_roles to axonflow_app_role;
grant select (expires_at) on user_roles to axonflow_entry;

-- Whoever watches something as this person is looked at again.
create function app.notify_person() returns trigger
  language plpgsql
as $$
begin
  perform pg_notify('axonflow_person', case when tg_op = 'DELETE' then old.person_id else new.person_id end::text);
  return null;
end
$$;
grant execute on function app.notify_person() to axonflow_app_role;
create trigger tell_nodes after insert or update or delete on user_roles for each row execute function app.notify_person();
create trigger tell_nodes after update on members for each row execute function app.notify_person();

-- A key works for as long as whoever answers for it is a member.
alter table api_keys add column owner_id uuid;
update api_keys set owner_id = created_by;
create index api_keys_of_owner on api_keys (org_id, owner_id) where revoked_at is null;
grant update (owner_id) on api_keys to axonflow_app_role;
grant select (owner_id) on api_keys to axonflow_entry;
drop trigger tell_nodes on api_keys;
create trigger tell_nodes after insert or update of revoked_at, expires_at, owner_id on api_keys
  for each row execute function app.notify_change('axonflow_key', 'key_id');

create function app.notify_keys_of_member() returns trigger
  language plpgsql
as $$
begin
  perform pg_notify('axonflow_key', k.org_id || ':' || k.key_id) from public.api_keys k
    where k.org_id = new.org_id and k.owner_id = new.person_id and k.revoked_at is null;
  return null;
end
$$;
grant execute on function app.notify_keys_of_member() to axonflow_app_role;
create trigger tell_nodes_of_keys after update of suspended_at, removed_at on members
  for each row execute function app.notify_keys_of_member();

create table invitations (
  org_id        uuid not null references orgs,
  invitation_id uuid not null,
  email         text not null,
  role_id       uuid not null,
  -- Counts sendings: a link is good for the last one only.
  version       integer not null,
  invited_by    uuid,
  invited_name  text not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  accepted_at   timestamptz,
  accepted_by   uuid,
  revoked_at    timestamptz,
  primary key (org_id, invitation_id),
  foreign key (org_id, role_id) references roles
);
create unique index invitation_open_once on invitations (org_id, email) where accepted_at is null and revoked_at is null;
create index invitations_by_id on invitations (invitation_id);
create index invitations_by_role on invitations (org_id, role_id) where accepted_at is null and revoked_at is null;
select app.protect_table('invitations');
grant select, insert on invitations to axonflow_app_role;
grant update (role_id, version, invited_by, invited_name, expires_at, accepted_at, accepted_by, revoked_at) on invitations to axonflow_app_role;
create policy entry_reads on invitations for select to axonflow_entry using (true);
grant select on invitations to axonflow_entry;

-- Who acts, as the store says when it enters an organisation: 'person:UUID', 'command' or 'job'. An API key acts for nobody.
-- Whether a person holds all of these here, now.
create function app.holds_all(in_org uuid, who uuid, wanted text[]) returns boolean
  language sql stable
as $$
  select wanted <@ coalesce((
    select array_agg(distinct p.word) from public.user_roles u
    join public.members m on m.org_id = u.org_id and m.person_id = u.person_id and m.suspended_at is null and m.removed_at is null
    join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
    cross join unnest(r.permissions) as p(word)
    where u.org_id = in_org and u.person_id = who and (u.expires_at is null or u.expires_at > now())), '{}')
$$;

create function app.may_hand_out(in_org uuid, wanted text[]) returns boolean
  language plpgsql stable
as $$
declare
  acting text := coalesce(current_setting('app.acting', true), '');
begin
  return current_user <> 'axonflow_app_role' or acting in ('command', 'job')
    or (acting like 'person:%' and app.holds_all(in_org, substr(acting, 8)::uuid, wanted));
end
$$;
grant execute on function app.holds_all(uuid, uuid, text[]), app.may_hand_out(uuid, text[]) to axonflow_app_role;

-- Nobody hands out what they lack, whatever the code above the database says (AX-09). Who accepts an invitation gets the role
-- that it names.
create function app.guard_role_grant() returns trigger
  language plpgsql
as $$
declare
  wanted text[] := (select r.permissions from public.roles r where r.org_id = new.org_id and r.role_id = new.role_id);
begin
  if app.may_hand_out(new.org_id, wanted) then
    return new;
  end if;
  if new.source = 'invitation' and current_setting('app.acting', true) = 'person:' || new.person_id and exists (
    select from public.invitations i where i.org_id = new.org_id and i.role_id = new.role_id and i.accepted_by = new.person_id
      and i.accepted_at = new.granted_at and i.revoked_at is null) then
    return new;
  end if;
  raise exception 'nobody hands out a role that holds more than their own' using errcode = '42501';
end
$$;
create trigger guard_role_grant before insert on user_roles for each row execute function app.guard_role_grant();

create function app.guard_invitation() returns trigger
  language plpgsql
as $$
begin
  if not app.may_hand_out(new.org_id, (select r.permissions from public.roles r where r.org_id = new.org_id and r.role_id = new.role_id)) then
    raise exception 'nobody invites to a role that holds more than their own' using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_invitation before insert or update of role_id on invitations for each row execute function app.guard_invitation();
grant execute on function app.guard_role_grant(), app.guard_invitation() to axonflow_app_role;

create table auth.password_resets (
  reset_id   uuid primary key,
  person_id  uuid not null references auth.persons on delete cascade,
  asked_at   timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index password_resets_of_person on auth.password_resets (person_id);
grant select, insert, update, delete on auth.password_resets to axonflow_entry;
grant insert on auth.persons to axonflow_entry;

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

drop function entry.memberships(uuid);
create function entry.memberships(wanted uuid, at timestamptz)
  returns table (org_id uuid, slug text, name text, tier text, roles text[], permissions text[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.org_id, o.slug, o.name, o.tier,
         coalesce(array_agg(distinct r.name order by r.name) filter (where r.name is not null), '{}'),
         coalesce(array_agg(distinct p.word) filter (where p.word is not null), '{}')
  from public.members m
  join public.orgs o on o.org_id = m.org_id
  left join public.user_roles u on u.org_id = m.org_id and u.person_id = m.person_id and (u.expires_at is null or u.expires_at > at)
  left join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
  left join lateral unnest(r.permissions) as p(word) on true
  where m.person_id = wanted and m.suspended_at is null and m.removed_at is null
  group by o.org_id, o.slug, o.name, o.tier
  order by o.name
$$;

-- Whether a person holds a role in an organisation (AX-09).
create or replace function entry.has_role(in_org uuid, who uuid, role_name text) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from public.user_roles u
    join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
    join public.members m on m.org_id = u.org_id and m.person_id = u.person_id and m.suspended_at is null and m.removed_at is null
    where u.org_id = in_org and u.person_id = who and r.name = role_name and (u.expires_at is null or u.expires_at > now()))
$$;

drop function entry.find_api_key(uuid);
create function entry.find_api_key(wanted uuid)
  returns table (org_id uuid, tenant_id uuid, name text, scopes text[], created_by uuid, owner_is_out boolean, expires_at timestamptz,
                 revoked_at timestamptz, tier text, calls_per_minute integer, api_keys_may_approve boolean,
                 strict_user_tokens boolean, digests bytea[], works_until timestamptz[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.org_id, k.tenant_id, k.name, k.scopes, k.created_by,
         exists (select from public.members m where m.org_id = k.org_id and m.person_id = k.owner_id
                 and (m.suspended_at is not null or m.removed_at is not null)),
         k.expires_at, k.revoked_at, o.tier, o.calls_per_minute, o.api_keys_may_approve, o.strict_user_tokens, s.digests, s.works_until
  from public.api_keys k
  join public.orgs o on o.org_id = k.org_id
  cross join lateral (
    select array_agg(one.digest) as digests, array_agg(one.works_until) as works_until from public.api_key_secrets one
    where one.org_id = k.org_id and one.key_id = k.key_id
  ) s
  where k.key_id = wanted and s.digests is not null
$$;

-- Ends one session of a person, or all but one when `just` is null; streams that it has open end too.
create or replace function entry.session_end(who uuid, just uuid, keep uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  ended integer;
begin
  delete from auth.sessions s where s.person_id = who and (just is null or s.session_id = just)
    and (keep is null or s.session_id <> keep);
  get diagnostics ended = row_count;
  if ended > 0 then
    perform pg_notify('axonflow_person', who::text);
  end if;
  return ended;
end
$$;

-- What whoever holds an invitation's link may know, and who signs in with its address already.
create function entry.invitation(wanted uuid)
  returns table (org_id uuid, slug text, org_name text, email text, role_id uuid, role_name text, version integer, invited_name text,
                 expires_at timestamptz, accepted_at timestamptz, revoked_at timestamptz, person_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.org_id, o.slug, o.name, i.email, i.role_id, r.name, i.version, i.invited_name, i.expires_at, i.accepted_at, i.revoked_at,
         (select p.person_id from auth.persons p where p.email = i.email)
  from public.invitations i
  join public.orgs o on o.org_id = i.org_id
  join public.roles r on r.org_id = i.org_id and r.role_id = i.role_id
  where i.invitation_id = wanted
$$;

-- Makes the person that an open invitation is for; false when it is not open or somebody has the address.
create function entry.invitation_enrol(wanted uuid, sent integer, new_id uuid, new_name text, new_hash text, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into auth.persons (person_id, email, display_name, password_hash, created_at)
    select new_id, i.email, new_name, new_hash, at from public.invitations i
    where i.invitation_id = wanted and i.version = sent and i.accepted_at is null and i.revoked_at is null and i.expires_at > at
    on conflict (email) do nothing;
  return found;
end
$$;

-- What the list of members says about their accounts.
create function entry.member_facts(in_org uuid) returns table (person_id uuid, has_factor boolean, last_seen_at timestamptz, sessions bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.person_id, p.totp_confirmed_at is not null,
         (select max(s.last_seen_at) from auth.sessions s where s.person_id = m.person_id),
         (select count(*) from auth.sessions s where s.person_id = m.person_id and s.ends_at > now())
  from public.members m join auth.persons p on p.person_id = m.person_id
  where m.org_id = in_org and m.removed_at is null
$$;

create function entry.reset_ask(new_id uuid, who uuid, at timestamptz, until timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from auth.password_resets r where r.expires_at < at - interval '1 day';
  insert into auth.password_resets (reset_id, person_id, asked_at, expires_at) values (new_id, who, at, until);
end
$$;

create function entry.reset_person(wanted uuid, at timestamptz) returns table (person_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.person_id from auth.password_resets r join auth.persons p on p.person_id = r.person_id and p.disabled_at is null
  where r.reset_id = wanted and r.used_at is null and r.expires_at > at
$$;

-- Spends a reset, and every other open one of the person: new password, all sessions ended. Null when it was spent before.
create function entry.reset_spend(wanted uuid, new_hash text, at timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who uuid;
begin
  update auth.password_resets r set used_at = at where r.reset_id = wanted and r.used_at is null and r.expires_at > at
    returning r.person_id into who;
  if who is null then
    return null;
  end if;
  update auth.password_resets r set used_at = at where r.person_id = who and r.used_at is null;
  update auth.persons p set password_hash = new_hash where p.person_id = who and p.disabled_at is null;
  perform entry.session_end(who, null, null);
  return who;
end
$$;

grant execute on function entry.memberships(uuid, timestamptz), entry.find_api_key(uuid), entry.invitation(uuid),
  entry.member_facts(uuid), entry.invitation_enrol(uuid, integer, uuid, text, text, timestamptz), entry.reset_ask(uuid, uuid, timestamptz, timestamptz),
  entry.reset_person(uuid, timestamptz), entry.reset_spend(uuid, text, timestamptz) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
