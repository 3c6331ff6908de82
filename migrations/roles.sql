-- Roles and database privileges. Run as a superuser, connected to the AxonFlow database, before any
-- migration; running it again changes nothing. Passwords are set apart (embedded PostgreSQL trusts a
-- private socket; production sets them from its secret store).
--
--   axonflow_app_role        serves all request traffic; NOBYPASSRLS, owns nothing (TC-08)
--   axonflow_web             the server's login: NOINHERIT, can become only axonflow_app_role,
--                            so a forgotten scope is "permission denied"
--   axonflow_entry           owns the entry functions; no login, NOBYPASSRLS, column grants only
--   axonflow_platform_admin  migrations, provisioning, erasure; never request traffic (TC-09)
do $roles$
begin
  if not exists (select from pg_roles where rolname = 'axonflow_app_role') then
    create role axonflow_app_role nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'axonflow_entry') then
    create role axonflow_entry nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'axonflow_web') then
    create role axonflow_web login noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'axonflow_platform_admin') then
    create role axonflow_platform_admin login;
  end if;
end
$roles$;

alter role axonflow_app_role       nosuperuser nobypassrls nocreatedb nocreaterole noreplication nologin;
alter role axonflow_entry          nosuperuser nobypassrls nocreatedb nocreaterole noreplication nologin;
alter role axonflow_web            nosuperuser nobypassrls nocreatedb nocreaterole noreplication login noinherit;
alter role axonflow_platform_admin nosuperuser bypassrls   nocreatedb nocreaterole noreplication login;

grant axonflow_app_role to axonflow_web;
-- So that migrations can hand the entry functions to their owner.
grant axonflow_entry to axonflow_platform_admin;

-- Hygiene, not a defence: a request that runs this long is broken (A login's settings apply at login).
alter role axonflow_web set statement_timeout = '15s';
alter role axonflow_web set lock_timeout = '5s';
alter role axonflow_web set idle_in_transaction_session_timeout = '15s';
alter role axonflow_app_role set statement_timeout = '15s';
alter role axonflow_app_role set lock_timeout = '5s';
alter role axonflow_app_role set idle_in_transaction_session_timeout = '15s';

do $database$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to axonflow_web, axonflow_platform_admin', current_database());
  execute format('grant create on database %I to axonflow_platform_admin', current_database());
end
$database$;

alter schema public owner to axonflow_platform_admin;
revoke all on schema public from public;
alter default privileges for role axonflow_platform_admin revoke execute on functions from public;
alter default privileges for role axonflow_entry revoke execute on functions from public;
