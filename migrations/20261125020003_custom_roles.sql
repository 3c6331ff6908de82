-- Roles of an organisation's own. Those that every organisation has stay as they are.
alter table roles
  add column description text not null default '',
  add column updated_at  timestamptz not null default now();
grant insert, delete on roles to axonflow_app_role;
grant update (name, description, permissions, updated_at) on roles to axonflow_app_role;
-- Answered invitations to a role that is removed go with it; their record stays.
grant delete on invitations to axonflow_app_role;

create function app.guard_role() returns trigger
  language plpgsql
as $$
begin
  if current_user = 'axonflow_app_role' then
    if (tg_op <> 'INSERT' and old.built_in) or (tg_op <> 'DELETE' and new.built_in) then
      raise exception 'a role that every organisation has is not changed' using errcode = '42501';
    end if;
    if tg_op <> 'DELETE' and not app.may_hand_out(new.org_id, new.permissions) then
      raise exception 'nobody makes a role that holds more than their own' using errcode = '42501';
    end if;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
create trigger guard_role before insert or update or delete on roles for each row execute function app.guard_role();

-- Whoever holds the role watches as somebody who may do something else now.
create function app.notify_holders() returns trigger
  language plpgsql
as $$
begin
  perform pg_notify('axonflow_person', u.person_id::text) from public.user_roles u where u.org_id = new.org_id and u.role_id = new.role_id;
  return null;
end
$$;
create trigger tell_nodes after update of permissions on roles for each row execute function app.notify_holders();
grant execute on function app.guard_role(), app.notify_holders() to axonflow_app_role;
