-- Single sign-on: connections to identity providers, domains, who is linked to whom, and what happened.

create table sso_connections (
  org_id          uuid not null references orgs,
  connection_id   uuid not null,
  name            text not null,
  protocol        text not null constraint sso_protocol_known check (protocol in ('saml', 'oidc')),
  -- What we know of the provider; nothing in it is secret.
  provider        jsonb not null,
  -- An OpenID Connect client's secret, sealed.
  secret_sealed   bytea,
  -- Where the address is read from, when the usual names do not fit.
  email_attribute text,
  -- The role of people who come for the first time; without one, nobody is let in who is not a member already.
  default_role    text constraint sso_default_role_is_modest
    check (default_role in ('policy_admin', 'approver', 'developer', 'auditor', 'viewer')),
  sign_requests   boolean not null,
  enabled         boolean not null,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  last_success_at timestamptz,
  primary key (org_id, connection_id),
  constraint sso_connection_name_once_per_org unique (org_id, name)
);
create index sso_connections_by_id on sso_connections (connection_id);
select app.protect_table('sso_connections');
grant select, insert on sso_connections to axonflow_app_role;
grant update (name, provider, secret_sealed, email_attribute, default_role, sign_requests, enabled, updated_at, last_success_at)
  on sso_connections to axonflow_app_role;
create policy entry_reads on sso_connections for select to axonflow_entry using (true);
grant select on sso_connections to axonflow_entry;

-- Our keys of a SAML connection: the newest but one signs, both are published, so that a provider knows the next one first.
create table sso_keys (
  org_id         uuid not null,
  connection_id  uuid not null,
  key_id         uuid not null,
  certificate    bytea not null,
  private_sealed bytea not null,
  is_current     boolean not null,
  created_at     timestamptz not null,
  primary key (org_id, connection_id, key_id),
  foreign key (org_id, connection_id) references sso_connections
);
create unique index sso_key_current_once on sso_keys (org_id, connection_id) where is_current;
select app.protect_table('sso_keys');
grant select, insert, delete on sso_keys to axonflow_app_role;
grant update (is_current) on sso_keys to axonflow_app_role;

create table sso_domains (
  org_id        uuid not null references orgs,
  domain        text not null constraint sso_domain_plain check (domain = lower(domain)),
  -- What the TXT record has to say.
  token         text not null,
  -- Off: passwords only. Optional: either. Required: no passwords, but for an owner with a second factor.
  mode          text not null default 'off' constraint sso_mode_known check (mode in ('off', 'optional', 'required')),
  connection_id uuid,
  created_at    timestamptz not null,
  checked_at    timestamptz,
  verified_at   timestamptz,
  primary key (org_id, domain),
  foreign key (org_id, connection_id) references sso_connections,
  constraint sso_mode_needs_proof check (mode = 'off' or (verified_at is not null and connection_id is not null))
);
create index sso_domains_by_name on sso_domains (domain) where verified_at is not null;
select app.protect_table('sso_domains');
grant select, insert, delete on sso_domains to axonflow_app_role;
grant update (mode, connection_id, checked_at, verified_at) on sso_domains to axonflow_app_role;
create policy entry_reads on sso_domains for select to axonflow_entry using (true);
grant select on sso_domains to axonflow_entry;

-- Somebody is who a connection calls so; an address alone links nobody.
create table sso_identities (
  org_id        uuid not null,
  connection_id uuid not null,
  subject       text not null,
  person_id     uuid not null,
  linked_at     timestamptz not null,
  primary key (org_id, connection_id, subject),
  constraint sso_person_once_per_connection unique (org_id, connection_id, person_id),
  foreign key (org_id, connection_id) references sso_connections,
  foreign key (org_id, person_id) references members
);
create index sso_identities_of_member on sso_identities (org_id, person_id);
select app.protect_table('sso_identities');
grant select, insert, delete on sso_identities to axonflow_app_role;

-- Assertions that were used, until they would be refused by their time.
create table sso_assertions (
  org_id        uuid not null,
  connection_id uuid not null,
  assertion_id  text not null,
  forget_at     timestamptz not null,
  constraint sso_assertion_once primary key (org_id, connection_id, assertion_id),
  foreign key (org_id, connection_id) references sso_connections
);
select app.protect_table('sso_assertions');
grant select, insert, delete on sso_assertions to axonflow_app_role;

-- What happened, for the organisation's own administrators; kept for two weeks.
create table sso_sign_ins (
  org_id        uuid not null,
  sign_in_id    uuid not null,
  connection_id uuid not null,
  at            timestamptz not null,
  -- What the person may tell: it finds this row.
  support_code  text not null,
  -- signed_in, refused, or tested.
  outcome       text not null constraint sso_outcome_known check (outcome in ('signed_in', 'refused', 'tested')),
  refusal       text,
  sentence      text,
  -- What was checked, in order: step, whether it held, what was seen.
  steps         jsonb not null,
  subject       text,
  email         text,
  person_id     uuid,
  primary key (org_id, sign_in_id),
  foreign key (org_id, connection_id) references sso_connections
);
create index sso_sign_ins_by_time on sso_sign_ins (org_id, at desc);
create index sso_sign_ins_by_code on sso_sign_ins (org_id, support_code);
select app.protect_table('sso_sign_ins');
grant select, insert, delete on sso_sign_ins to axonflow_app_role;

-- Who comes for the first time becomes a member, with the default role of a connection of the organisation: never owner or
-- admin, nobody who was a member before, and in the moment of joining. Whatever the code above the database says (AX-09).
grant insert on members, user_roles to axonflow_app_role;

create function app.guard_join() returns trigger
  language plpgsql
as $$
begin
  -- A guard that knows who may hand out which role decides in place of this one.
  if current_user <> 'axonflow_app_role' or to_regprocedure('app.may_hand_out(uuid, text[])') is not null then
    return new;
  end if;
  if exists (
      select from public.roles r join public.sso_connections c on c.org_id = r.org_id and c.default_role = r.name
      where r.org_id = new.org_id and r.role_id = new.role_id and r.built_in and c.enabled)
    and exists (
      select from public.members m
      where m.org_id = new.org_id and m.person_id = new.person_id and m.joined_at = new.granted_at)
    and not exists (select from public.user_roles u where u.org_id = new.org_id and u.person_id = new.person_id) then
    return new;
  end if;
  raise exception 'a role comes with the first sign-in by a provider, and in no other way' using errcode = '42501';
end
$$;
grant execute on function app.guard_join() to axonflow_app_role;
create trigger guard_join before insert on user_roles for each row execute function app.guard_join();

-- Sign-ins that were begun: which browser, and what its answer has to fit. One answer is taken for each.
create table auth.sso_requests (
  handle        bytea primary key,
  browser       bytea not null,
  of_org        uuid not null,
  connection_id uuid not null,
  -- What the answer has to fit, sealed.
  expects       bytea not null,
  is_test       boolean not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null
);
create index sso_requests_by_end on auth.sso_requests (expires_at);
grant select, insert, delete on auth.sso_requests to axonflow_entry;
grant insert on auth.persons to axonflow_entry;

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

create function entry.sso_connection(wanted uuid)
  returns table (org_id uuid, connection_id uuid, slug text, tier text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.org_id, c.connection_id, o.slug, o.tier
  from public.sso_connections c join public.orgs o on o.org_id = c.org_id
  where c.connection_id = wanted
$$;

-- Where an address of this domain signs in; off is no route.
create function entry.sso_route(of_domain text)
  returns table (org_id uuid, connection_id uuid, org_name text, connection_name text, protocol text, mode text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.org_id, d.connection_id, o.name, c.name, c.protocol, d.mode
  from public.sso_domains d
  join public.orgs o on o.org_id = d.org_id
  join public.sso_connections c on c.org_id = d.org_id and c.connection_id = d.connection_id
  where d.domain = of_domain and d.verified_at is not null and d.mode <> 'off' and c.enabled
$$;

-- Takes the turn for a domain until the end of the transaction, and says whether another organisation has proved it.
create function entry.sso_domain_is_taken(wanted text, by_org uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('sso domain ' || wanted, 0));
  return exists (select from public.sso_domains d where d.domain = wanted and d.verified_at is not null and d.org_id <> by_org);
end
$$;

-- Owners who can sign in by password and second factor whatever a provider does.
create function entry.sso_ways_in(in_org uuid) returns bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct p.person_id)
  from public.user_roles u
  join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id and r.name = 'owner'
  join public.members m on m.org_id = u.org_id and m.person_id = u.person_id and m.suspended_at is null
  join auth.persons p on p.person_id = u.person_id and p.disabled_at is null
  where u.org_id = in_org and p.password_hash is not null and p.totp_confirmed_at is not null
$$;

create function entry.sso_request_add(new_handle bytea, of_browser bytea, in_org uuid, of_connection uuid, what bytea,
                                      testing boolean, at timestamptz, until timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from auth.sso_requests r where r.expires_at < at;
  insert into auth.sso_requests (handle, browser, of_org, connection_id, expects, is_test, created_at, expires_at)
    values (new_handle, of_browser, in_org, of_connection, what, testing, at, until);
$$;

-- Takes a request out: of any number of answers at once, one gets it.
create function entry.sso_request_take(wanted bytea, of_browser bytea, of_connection uuid, at timestamptz)
  returns table (org_id uuid, connection_id uuid, expects bytea, is_test boolean)
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from auth.sso_requests r
  where r.handle = wanted and r.browser = of_browser and r.connection_id = of_connection and r.expires_at > at
  returning r.of_org, r.connection_id, r.expects, r.is_test
$$;

-- Somebody who comes by a provider and has no password of ours. Nothing when the address is known already.
create function entry.sso_person_add(new_id uuid, new_email text, new_name text, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into auth.persons (person_id, email, display_name, created_at) values (new_id, new_email, new_name, at)
    on conflict (email) do nothing;
  return found;
end
$$;

grant execute on function entry.sso_connection(uuid), entry.sso_route(text), entry.sso_domain_is_taken(text, uuid),
  entry.sso_ways_in(uuid), entry.sso_request_add(bytea, bytea, uuid, uuid, bytea, boolean, timestamptz, timestamptz),
  entry.sso_request_take(bytea, bytea, uuid, timestamptz), entry.sso_person_add(uuid, text, text, timestamptz) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
