-- Teams: named sets of members. A role that a team carries is held by each of its members, as rows of user_roles with the source
-- 'team', so that everything that reads who may do what goes on reading one table.
create table teams (
  org_id      uuid not null references orgs,
  team_id     uuid not null,
  name        text not null,
  description text not null default '',
  created_by  text not null,
  created_at  timestamptz not null,
  primary key (org_id, team_id)
);
create unique index team_name_once_per_org on teams (org_id, lower(name));
select app.protect_table('teams');
grant select, insert, delete on teams to axonflow_app_role;
grant update (name, description) on teams to axonflow_app_role;

create table team_members (
  org_id    uuid not null,
  team_id   uuid not null,
  person_id uuid not null,
  added_by  text not null,
  added_at  timestamptz not null,
  primary key (org_id, team_id, person_id),
  foreign key (org_id, team_id) references teams on delete cascade,
  foreign key (org_id, person_id) references members
);
create index team_members_by_person on team_members (org_id, person_id);
select app.protect_table('team_members');
grant select, insert, delete on team_members to axonflow_app_role;

create table team_roles (
  org_id   uuid not null,
  team_id  uuid not null,
  role_id  uuid not null,
  given_by text not null,
  given_at timestamptz not null,
  primary key (org_id, team_id, role_id),
  foreign key (org_id, team_id) references teams on delete cascade,
  foreign key (org_id, role_id) references roles
);
create index team_roles_by_role on team_roles (org_id, role_id);
select app.protect_table('team_roles');
grant select, insert, delete on team_roles to axonflow_app_role;

alter table user_roles drop constraint user_role_source_known;
alter table user_roles add constraint user_role_source_known
  check (source in ('direct', 'invitation', 'sso', 'scim', 'command', 'team'));

-- The receipt of who left names the teams that they were in.
alter table departures add column teams text[] not null default '{}';

-- Whether this person has this role by a team that they are in.
create function app.team_gives(in_org uuid, who uuid, given uuid) returns boolean
  language sql stable
as $$
  select exists (
    select from public.team_members m
    join public.team_roles r on r.org_id = m.org_id and r.team_id = m.team_id
    where m.org_id = in_org and m.person_id = who and r.role_id = given)
$$;
grant execute on function app.team_gives(uuid, uuid, uuid) to axonflow_app_role;

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
  if new.source = 'team' and app.team_gives(new.org_id, new.person_id, new.role_id) then
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

-- Whoever puts somebody into a team hands out what the team carries.
create function app.guard_team_member() returns trigger
  language plpgsql
as $$
declare
  carried text[];
begin
  if exists (select from public.team_roles t where t.org_id = new.org_id and t.team_id = new.team_id) then
    carried := (
      select coalesce(array_agg(distinct p.word), '{}') from public.team_roles t
      join public.roles r on r.org_id = t.org_id and r.role_id = t.role_id
      cross join unnest(r.permissions) as p(word)
      where t.org_id = new.org_id and t.team_id = new.team_id);
    if not app.may_hand_out(new.org_id, carried) then
      raise exception 'nobody puts somebody into a team that carries more than they hold' using errcode = '42501';
    end if;
  end if;
  return new;
end
$$;
grant execute on function app.guard_team_member() to axonflow_app_role;
create trigger guard_team_member before insert on team_members for each row execute function app.guard_team_member();
