-- Who a provider says is in a group gets a role by it, as long as the provider says so.
alter table sso_connections
  -- Where the groups are read from, when the usual names do not fit.
  add column groups_attribute text;
grant update (groups_attribute) on sso_connections to axonflow_app_role;

create table sso_role_rules (
  org_id        uuid not null,
  connection_id uuid not null,
  group_name    text not null constraint sso_group_is_short check (length(group_name) between 1 and 200),
  role_id       uuid not null,
  made_by       text not null,
  created_at    timestamptz not null,
  primary key (org_id, connection_id, group_name, role_id),
  foreign key (org_id, connection_id) references sso_connections,
  foreign key (org_id, role_id) references roles
);
create index sso_role_rules_of_role on sso_role_rules (org_id, role_id);
select app.protect_table('sso_role_rules');
grant select, insert, delete on sso_role_rules to axonflow_app_role;

-- The groups that a provider stated; null when it stated none, which is not the same as being in none.
alter table sso_sign_ins add column groups text[];

-- Whoever says what a group gets hands that role out; nobody becomes an owner by a group.
create function app.guard_sso_rule() returns trigger
  language plpgsql
as $$
begin
  if exists (select from public.roles r where r.org_id = new.org_id and r.role_id = new.role_id and r.built_in and r.name = 'owner')
    or not app.may_hand_out(new.org_id, (select r.permissions from public.roles r where r.org_id = new.org_id and r.role_id = new.role_id)) then
    raise exception 'nobody lets a provider give a role that holds more than their own, nor that of an owner' using errcode = '42501';
  end if;
  return new;
end
$$;
grant execute on function app.guard_sso_rule() to axonflow_app_role;
create trigger guard_sso_rule before insert on sso_role_rules for each row execute function app.guard_sso_rule();

-- What single sign-on gives: the default role of a connection, never owner or admin, and the roles of its rules.
create or replace function app.sso_gives(in_org uuid, given uuid) returns boolean
  language sql stable
as $$
  select exists (
    select from public.roles r
    join public.sso_connections c on c.org_id = r.org_id and c.default_role = r.name and c.enabled
    where r.org_id = in_org and r.role_id = given and r.built_in and r.name not in ('owner', 'admin'))
  or exists (
    select from public.sso_role_rules l
    join public.sso_connections c on c.org_id = l.org_id and c.connection_id = l.connection_id and c.enabled
    where l.org_id = in_org and l.role_id = given)
$$;
grant execute on function app.sso_gives(uuid, uuid) to axonflow_app_role;
