-- What gives a role to whoever is in it - a group of a directory, a group of a provider, a team, or just being in the directory - is
-- guarded by one trigger in the place of one for each.
create function app.guard_given_role() returns trigger
  language plpgsql
as $$
declare
  given uuid := coalesce(to_jsonb(new) ->> 'role_id', to_jsonb(new) ->> 'default_role_id')::uuid;
begin
  if exists (select from public.roles r where r.org_id = new.org_id and r.role_id = given and r.built_in and r.name = 'owner')
    or not app.may_hand_out(new.org_id, (select r.permissions from public.roles r where r.org_id = new.org_id and r.role_id = given)) then
    raise exception 'nobody lets a group or team give a role that holds more than their own, nor that of an owner' using errcode = '42501';
  end if;
  return new;
end
$$;
grant execute on function app.guard_given_role() to axonflow_app_role;

drop trigger guard_directory_rule on directory_role_rules;
drop trigger guard_directory_rule on directory_settings;
drop trigger guard_sso_rule on sso_role_rules;
drop function app.guard_directory_rule();
drop function app.guard_sso_rule();

create trigger guard_given_role before insert on directory_role_rules for each row execute function app.guard_given_role();
create trigger guard_given_role before insert or update of default_role_id on directory_settings
  for each row when (new.default_role_id is not null) execute function app.guard_given_role();
create trigger guard_given_role before insert on sso_role_rules for each row execute function app.guard_given_role();
create trigger guard_given_role before insert on team_roles for each row execute function app.guard_given_role();
