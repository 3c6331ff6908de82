-- A link by which somebody without an account sets up one connection, and reads nothing else. What the link says is derived from
-- the row's id by the platform's key: whoever reads this table cannot make one.
create table sso_set_up_links (
  org_id        uuid not null,
  link_id       uuid not null,
  connection_id uuid not null,
  -- The domain whose record the guest may see and have looked for.
  domain        text,
  -- For whom it is, as its maker wrote it.
  made_for      text not null,
  -- In whose name the guest acts: what they may not do any more, the guest may not either. Nobody when an operator made it.
  made_by       uuid,
  made_name     text not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  revoked_at    timestamptz,
  -- When the guest last gave the connection a provider.
  used_at       timestamptz,
  primary key (org_id, link_id),
  foreign key (org_id, connection_id) references sso_connections,
  foreign key (org_id, domain) references sso_domains on delete set null (domain),
  foreign key (org_id, made_by) references members
);
create index sso_set_up_links_of_connection on sso_set_up_links (org_id, connection_id);
create index sso_set_up_links_of_domain on sso_set_up_links (org_id, domain);
create index sso_set_up_links_of_maker on sso_set_up_links (org_id, made_by);
create index sso_set_up_links_by_id on sso_set_up_links (link_id);
select app.protect_table('sso_set_up_links');
grant select, insert, delete on sso_set_up_links to axonflow_app_role;
grant update (revoked_at, used_at) on sso_set_up_links to axonflow_app_role;
create policy entry_reads on sso_set_up_links for select to axonflow_entry
  using (org_id not in (select o.org_id from public.orgs o where o.suspended_at is not null));
grant select (org_id, link_id) on sso_set_up_links to axonflow_entry;

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

-- Whose link this is; everything else is read inside of that organisation.
create function entry.sso_set_up_link(wanted uuid)
  returns table (org_id uuid, slug text, org_name text, tier text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.org_id, o.slug, o.name, o.tier
  from public.sso_set_up_links l join public.orgs o on o.org_id = l.org_id
  where l.link_id = wanted
$$;
grant execute on function entry.sso_set_up_link(uuid) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
