-- Operators of the platform: who runs the organisations. Nothing here is granted to a request role; everything is reached by entry
-- functions that demand the digest of a live operator session, or of the key of the operators' API.

-- An operator is a person with an authenticator, so passwords, factors and what guards them are the same as everybody's.
create table auth.operators (
  person_id   uuid primary key references auth.persons,
  added_at    timestamptz not null,
  disabled_at timestamptz
);

create table auth.operator_sessions (
  digest       bytea primary key constraint operator_session_digest_size check (octet_length(digest) = 32),
  person_id    uuid not null references auth.operators on delete cascade,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at      timestamptz not null
);
create index operator_sessions_by_end on auth.operator_sessions (ends_at);

-- The digest of the key of the operators' API, as the servers are configured; written at their start.
create table auth.operator_keys (
  digest     bytea primary key constraint operator_key_digest_size check (octet_length(digest) = 32),
  created_at timestamptz not null
);

-- What operators ask for; the worker carries it out. An organisation that is to be made has no row yet, so nothing refers to orgs.
create table auth.platform_jobs (
  job_id      uuid primary key,
  org_id      uuid not null,
  kind        text not null constraint platform_job_kind_known
                check (kind in ('create', 'invite_owner', 'suspend', 'resume', 'plan', 'delete', 'keep', 'remove')),
  details     jsonb not null,
  asked_by    text not null,
  asked_at    timestamptz not null,
  run_after   timestamptz not null,
  status      text not null default 'waiting' constraint platform_job_status_known check (status in ('waiting', 'done', 'failed', 'withdrawn')),
  problem     text,
  finished_at timestamptz
);
create index platform_jobs_to_do on auth.platform_jobs (run_after) where status = 'waiting';
create index platform_jobs_of_org on auth.platform_jobs (org_id, asked_at desc);

-- What operators did and looked at; it is never changed.
create table auth.operator_deeds (
  deed_id  uuid primary key,
  at       timestamptz not null,
  operator text not null,
  act      text not null,
  org_id   uuid not null,
  details  jsonb not null,
  ip       text
);
create index operator_deeds_by_time on auth.operator_deeds (at desc, deed_id desc);
create trigger append_only before update or delete on auth.operator_deeds for each row execute function app.refuse_change();
create trigger append_only_all before truncate on auth.operator_deeds for each statement execute function app.refuse_change();

alter table orgs
  add column suspended_at timestamptz,
  -- The organisation is removed then; until that it can be kept.
  add column delete_after timestamptz,
  add column deleted_at   timestamptz,
  add constraint org_deletion_suspends check (delete_after is null or suspended_at is not null),
  add constraint org_deleted_is_suspended check (deleted_at is null or suspended_at is not null);
create index orgs_suspended on orgs (org_id) where suspended_at is not null;

grant select (suspended_at, delete_after, deleted_at, created_at) on orgs to axonflow_entry;
grant select (last_at) on ledger_head to axonflow_entry;
grant select on auth.operators to axonflow_entry;
grant select, insert, update, delete on auth.operator_sessions to axonflow_entry;
grant select on auth.operator_keys to axonflow_entry;
grant select, insert on auth.platform_jobs, auth.operator_deeds to axonflow_entry;

-- A suspended organisation has no door: what leads into it is not found, by whichever function looks, today's or tomorrow's.
-- The few suspended ones are read once per statement, from an index.
alter policy entry_reads on members          using (org_id not in (select o.org_id from public.orgs o where o.suspended_at is not null));
alter policy entry_reads on api_key_secrets  using (org_id not in (select o.org_id from public.orgs o where o.suspended_at is not null));
alter policy entry_reads on directory_tokens using (org_id not in (select o.org_id from public.orgs o where o.suspended_at is not null));
alter policy entry_reads on invitations      using (org_id not in (select o.org_id from public.orgs o where o.suspended_at is not null));
alter policy entry_reads on sso_connections  using (org_id not in (select o.org_id from public.orgs o where o.suspended_at is not null));

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

-- Signs an operator in; the caller has checked password and code. False when the person is no operator.
create function entry.operator_sign_in(who uuid, new_digest bytea, new_deed uuid, at timestamptz, until timestamptz, from_ip text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from auth.operator_sessions s where s.ends_at < at;
  insert into auth.operator_sessions (digest, person_id, created_at, last_seen_at, ends_at)
    select new_digest, o.person_id, at, at, until from auth.operators o
    join auth.persons p on p.person_id = o.person_id and p.disabled_at is null and p.totp_confirmed_at is not null
    where o.person_id = who and o.disabled_at is null;
  if not found then
    return false;
  end if;
  insert into auth.operator_deeds (deed_id, at, operator, act, org_id, details, ip)
    select new_deed, at, p.email, 'signed_in', '00000000-0000-0000-0000-000000000000', '{}', from_ip from auth.persons p where p.person_id = who;
  return true;
end
$$;

create function entry.operator_sign_out(proof bytea) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from auth.operator_sessions s where s.digest = proof
$$;

-- Who holds this proof: an operator's address, or the key of the API; null when nobody does. A session ends after 15 minutes
-- without use, whatever its caller believes.
create function entry.operator(proof bytea, at timestamptz) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who text;
begin
  select p.email into who from auth.operator_sessions s
    join auth.operators o on o.person_id = s.person_id and o.disabled_at is null
    join auth.persons p on p.person_id = s.person_id and p.disabled_at is null
    where s.digest = proof and s.ends_at > at and s.last_seen_at > at - interval '15 minutes';
  if who is not null then
    update auth.operator_sessions s set last_seen_at = at where s.digest = proof and s.last_seen_at < at - interval '20 seconds';
    return who;
  end if;
  select 'X-Admin-API-Key' into who from auth.operator_keys k where k.digest = proof;
  return who;
end
$$;

-- The same for functions that show or ask for something: nobody is refused.
create function entry.operator_or_refuse(proof bytea, at timestamptz) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who text := entry.operator(proof, at);
begin
  if who is null then
    raise exception 'this needs an operator' using errcode = '28000';
  end if;
  return who;
end
$$;

create function entry.operator_orgs(proof bytea, at timestamptz, wanted text, after_slug text, just uuid, most integer)
  returns table (org_id uuid, slug text, name text, tier text, calls_per_minute integer, created_at timestamptz, suspended_at timestamptz,
                 delete_after timestamptz, deleted_at timestamptz, people bigint, keys bigint, records bigint, last_at bigint)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform entry.operator_or_refuse(proof, at);
  return query select o.org_id, o.slug, o.name, o.tier, o.calls_per_minute, o.created_at, o.suspended_at, o.delete_after, o.deleted_at,
      (select count(distinct u.person_id) from public.user_roles u where u.org_id = o.org_id and (u.expires_at is null or u.expires_at > at)),
      (select count(*) from public.api_keys k where k.org_id = o.org_id and k.revoked_at is null and (k.expires_at is null or k.expires_at > at)),
      h.size, h.last_at
    from public.orgs o join public.ledger_head h on h.org_id = o.org_id
    where (just is null or o.org_id = just) and (after_slug is null or o.slug > after_slug)
      and (wanted = '' or strpos(lower(o.name), lower(wanted)) > 0 or strpos(o.slug, lower(wanted)) > 0)
      and (just is not null or o.deleted_at is null)
    order by o.slug limit most;
end
$$;

create function entry.operator_jobs(proof bytea, at timestamptz, of_org uuid, most integer)
  returns table (job_id uuid, org_id uuid, kind text, details jsonb, asked_by text, asked_at timestamptz, run_after timestamptz, status text,
                 problem text, finished_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform entry.operator_or_refuse(proof, at);
  return query select j.job_id, j.org_id, j.kind, j.details, j.asked_by, j.asked_at, j.run_after, j.status, j.problem, j.finished_at
    from auth.platform_jobs j where j.org_id = of_org order by j.asked_at desc, j.job_id desc limit most;
end
$$;

create function entry.operator_deeds(proof bytea, asked timestamptz, before uuid, most integer)
  returns table (deed_id uuid, at timestamptz, operator text, act text, org_id uuid, org_name text, details jsonb, ip text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform entry.operator_or_refuse(proof, asked);
  return query select d.deed_id, d.at, d.operator, d.act, d.org_id, o.name, d.details, d.ip
    from auth.operator_deeds d left join public.orgs o on o.org_id = d.org_id
    where before is null or (d.at, d.deed_id) < (select b.at, b.deed_id from auth.operator_deeds b where b.deed_id = before)
    order by d.at desc, d.deed_id desc limit most;
end
$$;

-- Notes what an operator did or looked at.
create function entry.operator_note(proof bytea, at timestamptz, new_deed uuid, what text, of_org uuid, about jsonb, from_ip text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into auth.operator_deeds (deed_id, at, operator, act, org_id, details, ip)
    values (new_deed, at, entry.operator_or_refuse(proof, at), what, of_org, about, from_ip);
end
$$;

-- Asks the worker for a change, on the record.
create function entry.operator_ask(proof bytea, at timestamptz, new_job uuid, what text, of_org uuid, about jsonb, from_ip text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who text := entry.operator_or_refuse(proof, at);
begin
  if what in ('remove', 'invite_owner') then
    raise exception 'only the worker asks for this' using errcode = '42501';
  end if;
  insert into auth.platform_jobs (job_id, org_id, kind, details, asked_by, asked_at, run_after)
    values (new_job, of_org, what, about, who, at, at);
  insert into auth.operator_deeds (deed_id, at, operator, act, org_id, details, ip)
    values (new_job, at, who, what || '_asked', of_org, about, from_ip);
end
$$;

grant execute on function
  entry.operator_sign_in(uuid, bytea, uuid, timestamptz, timestamptz, text), entry.operator_sign_out(bytea),
  entry.operator(bytea, timestamptz), entry.operator_or_refuse(bytea, timestamptz),
  entry.operator_orgs(bytea, timestamptz, text, text, uuid, integer), entry.operator_jobs(bytea, timestamptz, uuid, integer),
  entry.operator_deeds(bytea, timestamptz, uuid, integer),
  entry.operator_note(bytea, timestamptz, uuid, text, uuid, jsonb, text),
  entry.operator_ask(bytea, timestamptz, uuid, text, uuid, jsonb, text) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;

-- Everything of an organisation that is not its log. Rows go in whatever order their references allow. What stays: leaves, heads and
-- checkpoints, which prove that nothing was rewritten, and the canonical records, which hold no personal values; those go.
create function app.clear_org(gone uuid) returns void language plpgsql as $$
declare
  target regclass;
  waiting integer := -1;
  before integer;
  people uuid[];
begin
  if not exists (select from public.orgs o where o.org_id = gone and o.delete_after is not null) then
    raise exception 'this organisation is not to be deleted' using errcode = '42501';
  end if;
  select array_agg(m.person_id) into people from public.members m where m.org_id = gone;
  loop
    before := waiting;
    waiting := 0;
    for target in
      select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
      where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname not in ('orgs', 'ledger_head', 'ledger_leaf', 'ledger_body', 'ledger_checkpoint', 'platform_jobs', 'operator_deeds')
    loop
      begin
        execute format('delete from %s where org_id = $1', target) using gone;
      exception when foreign_key_violation then
        waiting := waiting + 1;
      end;
    end loop;
    exit when waiting = 0;
    if waiting = before then
      raise exception 'rows of % refer to each other in a circle', gone using errcode = '23503';
    end if;
  end loop;
  -- An account that leads nowhere any more.
  delete from auth.persons p where p.person_id = any (people)
    and not exists (select from public.members m where m.person_id = p.person_id)
    and not exists (select from auth.operators o where o.person_id = p.person_id);
end
$$;
