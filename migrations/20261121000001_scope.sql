-- The organisation scope: one function enters it, one function puts a table under it.

create schema app;
create schema auth;
create schema entry;

grant usage on schema public, app to axonflow_app_role;
-- Usage on public only makes a forgotten scope say "permission denied" rather than "does not exist".
grant usage on schema public, app to axonflow_web;
grant usage on schema entry to axonflow_web;
grant usage on schema public, auth, entry to axonflow_entry;

-- The only door into an organisation. SECURITY INVOKER: it can do no more than its caller.
-- Both settings last until the end of the transaction (TC-04).
create function app.enter_org(org uuid) returns void
  language plpgsql
as $$
begin
  perform pg_catalog.set_config('app.current_org_id', org::text, true);
  perform pg_catalog.set_config('role', 'axonflow_app_role', true);
end
$$;
grant execute on function app.enter_org(uuid) to axonflow_web, axonflow_app_role;

-- Puts a customer table under the scope: RLS enabled and forced, one policy for every command.
-- Unset or empty is an error, never an empty page; the sub-select runs once per statement (TC-03, TC-05, TC-10).
create function app.protect_table(target regclass) returns void
  language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy own_org on %s to axonflow_app_role
       using      (org_id = (select current_setting(''app.current_org_id''))::uuid)
       with check (org_id = (select current_setting(''app.current_org_id''))::uuid)', target);
end
$$;

-- Tells every node that something it may have cached has changed. Payload: organisation and row, no content.
create function app.notify_change() returns trigger
  language plpgsql
as $$
declare
  row_id text := to_jsonb(new) ->> tg_argv[1];
begin
  perform pg_notify(tg_argv[0], (to_jsonb(new) ->> 'org_id') || ':' || coalesce(row_id, ''));
  return null;
end
$$;
grant execute on function app.notify_change() to axonflow_app_role;
