-- Sign-ins that begin at the provider: nobody asked for them here, so a connection takes them only when somebody says so.
alter table sso_connections add column idp_initiated boolean not null default false;
grant update (idp_initiated) on sso_connections to axonflow_app_role;

-- Which ends of certificates administrators were told of: each once, by whichever process comes first.
create table sso_told_ends (
  org_id        uuid not null,
  connection_id uuid not null,
  whose         text not null constraint sso_told_end_whose check (whose in ('provider', 'ours')),
  ends_at       timestamptz not null,
  days_before   integer not null,
  told_at       timestamptz not null,
  constraint sso_told_end_once primary key (org_id, connection_id, whose, ends_at, days_before),
  foreign key (org_id, connection_id) references sso_connections
);
select app.protect_table('sso_told_ends');
grant select, insert, delete on sso_told_ends to axonflow_app_role;

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

-- Organisations whose people sign in with certificates, which end.
create function entry.orgs_with_certificates(most integer) returns table (org_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct c.org_id from public.sso_connections c where c.protocol = 'saml' and c.enabled order by c.org_id limit most
$$;
grant execute on function entry.orgs_with_certificates(integer) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
