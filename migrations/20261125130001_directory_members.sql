-- Who a directory names becomes a member; who leaves it leaves; groups give roles; many departures at once wait for a person.

alter table directory_users add column person_id uuid;
alter table directory_users add foreign key (org_id, person_id) references members;
create unique index directory_person_once on directory_users (org_id, person_id) where person_id is not null;
grant update (person_id) on directory_users to axonflow_app_role;

-- An owner whom no directory and no provider can lock out. The mark has to go before they can.
alter table members
  add column is_break_glass boolean not null default false,
  add constraint break_glass_stays check (not is_break_glass or (removed_at is null and suspended_at is null));
grant update (is_break_glass) on members to axonflow_app_role;
grant select (is_break_glass) on members to axonflow_entry;

-- Whoever is kept outside of the directory is not one of its people.
create function app.guard_break_glass() returns trigger
  language plpgsql
as $$
begin
  if tg_table_name = 'members' then
    if new.is_break_glass and exists (
      select from public.directory_users d where d.org_id = new.org_id and d.person_id = new.person_id) then
      raise exception 'a break-glass owner is outside of the directory' using errcode = '42501';
    end if;
  elsif exists (
    select from public.members m where m.org_id = new.org_id and m.person_id = new.person_id and m.is_break_glass) then
    raise exception 'a break-glass owner is outside of the directory' using errcode = '42501';
  end if;
  return new;
end
$$;
grant execute on function app.guard_break_glass() to axonflow_app_role;
create trigger guard_break_glass before insert or update of person_id on directory_users
  for each row when (new.person_id is not null) execute function app.guard_break_glass();
create trigger guard_break_glass before insert or update of is_break_glass on members
  for each row when (new.is_break_glass) execute function app.guard_break_glass();

-- An organisation without a row has what the columns default to, and the role viewer for everybody.
create table directory_settings (
  org_id          uuid not null references orgs,
  -- What everybody gets whom the directory names; nothing when null.
  default_role_id uuid,
  -- More departures than this, and than this part of the directory's members, within the window are held.
  held_above      integer not null default 5 constraint directory_held_above_bounds check (held_above between 1 and 10000),
  held_percent    integer not null default 20 constraint directory_held_percent_bounds check (held_percent between 1 and 100),
  window_minutes  integer not null default 10 constraint directory_window_bounds check (window_minutes between 1 and 1440),
  primary key (org_id),
  foreign key (org_id, default_role_id) references roles
);
select app.protect_table('directory_settings');
grant select, insert on directory_settings to axonflow_app_role;
grant update (default_role_id, held_above, held_percent, window_minutes) on directory_settings to axonflow_app_role;

create table directory_role_rules (
  org_id     uuid not null,
  group_id   uuid not null,
  role_id    uuid not null,
  made_by    text not null,
  made_at    timestamptz not null,
  primary key (org_id, group_id, role_id),
  foreign key (org_id, group_id) references directory_groups on delete cascade,
  foreign key (org_id, role_id) references roles on delete cascade
);
create index directory_rules_by_role on directory_role_rules (org_id, role_id);
select app.protect_table('directory_role_rules');
grant select, insert, delete on directory_role_rules to axonflow_app_role;

-- Departures that the directory asked for and nobody has let happen yet.
create table directory_held (
  org_id    uuid not null,
  person_id uuid not null,
  held_at   timestamptz not null,
  primary key (org_id, person_id),
  foreign key (org_id, person_id) references members
);
select app.protect_table('directory_held');
grant select, insert, delete on directory_held to axonflow_app_role;

-- What ended when a member left: the receipt.
create table departures (
  org_id       uuid not null,
  departure_id uuid not null,
  person_id    uuid not null,
  how          text not null constraint departure_way_known check (how in ('removed', 'directory')),
  by_name      text not null,
  left_at      timestamptz not null,
  took_micros  bigint not null,
  sessions     integer not null,
  -- Names of roles, client ids of keys, ids of exports.
  roles        text[] not null,
  keys_revoked text[] not null,
  keys_handed  text[] not null,
  exports      text[] not null,
  primary key (org_id, departure_id),
  foreign key (org_id, person_id) references members
);
create index departures_by_time on departures (org_id, left_at desc, departure_id);
create index departures_of_person on departures (org_id, person_id, left_at desc);
select app.protect_table('departures');
grant select, insert on departures to axonflow_app_role;

alter table evidence_exports add column requested_by uuid;
create index exports_by_person on evidence_exports (org_id, requested_by) where status in ('queued', 'running');

-- A job hands out nothing by itself. Single sign-on gives the default role of a connection; a directory gives what its rules say.
create or replace function app.may_hand_out(in_org uuid, wanted text[]) returns boolean
  language plpgsql stable
as $$
declare
  acting text := coalesce(current_setting('app.acting', true), '');
begin
  return current_user <> 'axonflow_app_role' or acting = 'command'
    or (acting like 'person:%' and app.holds_all(in_org, substr(acting, 8)::uuid, wanted));
end
$$;

-- What a sign-in by a provider may bring, and nothing else.
create function app.sso_gives(in_org uuid, given uuid) returns boolean
  language sql stable
as $$
  select exists (
    select from public.roles r
    join public.sso_connections c on c.org_id = r.org_id and c.default_role = r.name and c.enabled
    where r.org_id = in_org and r.role_id = given and r.built_in and r.name not in ('owner', 'admin'))
$$;

-- What the directory gives everybody, and what it gives this person by a group.
create function app.directory_gives(in_org uuid, who uuid, given uuid) returns boolean
  language sql stable
as $$
  select exists (
    select from public.directory_users d
    where d.org_id = in_org and d.person_id = who and d.active and (
      exists (
        select from public.directory_role_rules l
        join public.directory_group_members g on g.org_id = l.org_id and g.group_id = l.group_id
        where l.org_id = in_org and l.role_id = given and g.user_id = d.user_id)
      or given = (select s.default_role_id from public.directory_settings s where s.org_id = in_org)
      or (not exists (select from public.directory_settings s where s.org_id = in_org) and exists (
        select from public.roles r where r.org_id = in_org and r.role_id = given and r.built_in and r.name = 'viewer'))))
$$;
grant execute on function app.sso_gives(uuid, uuid), app.directory_gives(uuid, uuid, uuid) to axonflow_app_role;

create or replace function app.guard_role_grant() returns trigger
  language plpgsql
as $$
declare
  acting text := coalesce(current_setting('app.acting', true), '');
  wanted text[] := (select r.permissions from public.roles r where r.org_id = new.org_id and r.role_id = new.role_id);
begin
  if app.may_hand_out(new.org_id, wanted) then
    return new;
  end if;
  if new.source = 'scim' and app.directory_gives(new.org_id, new.person_id, new.role_id) then
    return new;
  end if;
  if new.source = 'sso' and acting = 'job' and app.sso_gives(new.org_id, new.role_id) then
    return new;
  end if;
  if new.source = 'invitation' and acting = 'person:' || new.person_id and exists (
    select from public.invitations i where i.org_id = new.org_id and i.role_id = new.role_id and i.accepted_by = new.person_id
      and i.accepted_at = new.granted_at and i.revoked_at is null) then
    return new;
  end if;
  raise exception 'nobody hands out a role that holds more than their own' using errcode = '42501';
end
$$;

-- Who says what a group or everybody gets hands that role out; nobody becomes an owner by a group.
create function app.guard_directory_rule() returns trigger
  language plpgsql
as $$
declare
  given uuid := case tg_table_name when 'directory_settings' then (to_jsonb(new) ->> 'default_role_id')::uuid
                else (to_jsonb(new) ->> 'role_id')::uuid end;
begin
  if exists (select from public.roles r where r.org_id = new.org_id and r.role_id = given and r.built_in and r.name = 'owner')
    or not app.may_hand_out(new.org_id, (select r.permissions from public.roles r where r.org_id = new.org_id and r.role_id = given)) then
    raise exception 'nobody lets a directory give a role that holds more than their own, nor that of an owner' using errcode = '42501';
  end if;
  return new;
end
$$;
grant execute on function app.guard_directory_rule() to axonflow_app_role;
create trigger guard_directory_rule before insert on directory_role_rules for each row execute function app.guard_directory_rule();
create trigger guard_directory_rule before insert or update of default_role_id on directory_settings
  for each row when (new.default_role_id is not null) execute function app.guard_directory_rule();

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

-- Owners who are kept outside of directory and provider, and whether they set up or used password and authenticator since then.
create function entry.break_glass_owners(in_org uuid, since timestamptz) returns table (person_id uuid, is_proven boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.person_id,
         p.password_hash is not null and p.disabled_at is null and p.totp_confirmed_at is not null
           and greatest(p.totp_confirmed_at, to_timestamp(p.totp_last_step * 30)) > since
  from public.members m join auth.persons p on p.person_id = m.person_id
  where m.org_id = in_org and m.is_break_glass and m.removed_at is null and m.suspended_at is null and exists (
    select from public.user_roles u join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id and r.name = 'owner'
    where u.org_id = m.org_id and u.person_id = m.person_id and u.expires_at is null)
$$;
grant execute on function entry.break_glass_owners(uuid, timestamptz) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
