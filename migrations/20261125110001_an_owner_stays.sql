-- Giving a role again changes when it ends. Taking it away and giving it anew would ask the guard about somebody who has just lost
-- what they hand out: an owner could not give their own role again.
grant update (via, granted_by, granted_at, expires_at) on user_roles to axonflow_app_role;
drop trigger guard_role_grant on user_roles;
create trigger guard_role_grant before insert or update on user_roles for each row execute function app.guard_role_grant();

-- One owner whose role does not end by itself always stays, whatever the code above the database says. Looked at when the
-- transaction commits, and one transaction after another, since two owners may each take the other's role.
create function app.guard_last_owner() returns trigger
  language plpgsql
as $$
declare
  in_org uuid := old.org_id;
begin
  if current_user <> 'axonflow_app_role' or not exists (
    select from public.roles r where r.org_id = in_org and r.built_in and r.name = 'owner' and (
      (tg_table_name = 'user_roles' and r.role_id = (to_jsonb(old) ->> 'role_id')::uuid)
      or (tg_table_name = 'members' and exists (
        select from public.user_roles u where u.org_id = in_org and u.person_id = old.person_id and u.role_id = r.role_id)))) then
    return null;
  end if;
  perform from public.orgs o where o.org_id = in_org for no key update;
  if not exists (
    select from public.user_roles u
    join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id and r.built_in and r.name = 'owner'
    join public.members m on m.org_id = u.org_id and m.person_id = u.person_id and m.suspended_at is null and m.removed_at is null
    where u.org_id = in_org and u.expires_at is null) then
    raise exception 'an organisation keeps an owner whose role does not end' using errcode = '42501';
  end if;
  return null;
end
$$;
grant execute on function app.guard_last_owner() to axonflow_app_role;
create constraint trigger guard_last_owner after delete or update on user_roles
  deferrable initially deferred for each row execute function app.guard_last_owner();
create constraint trigger guard_last_owner after update of suspended_at, removed_at on members
  deferrable initially deferred for each row execute function app.guard_last_owner();
