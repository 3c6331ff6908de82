-- What must be looked up before the organisation is known, and everything about a person's sign-in.
-- SECURITY DEFINER functions of a no-login, NOBYPASSRLS owner with column grants and its own SELECT policies;
-- fixed search_path; each returns the least it can. Only the server's login may call them.

-- What the owner may see under row-level security: columns by grant, rows by these policies.
create policy entry_reads on api_keys         for select to axonflow_entry using (true);
create policy entry_reads on api_key_secrets  for select to axonflow_entry using (true);
create policy entry_reads on orgs             for select to axonflow_entry using (true);
create policy entry_reads on members          for select to axonflow_entry using (true);
create policy entry_reads on roles            for select to axonflow_entry using (true);
create policy entry_reads on user_roles       for select to axonflow_entry using (true);
create policy entry_reads on ledger_head      for select to axonflow_entry using (true);
create policy entry_reads on approvals        for select to axonflow_entry using (true);
create policy entry_reads on evidence_exports for select to axonflow_entry using (true);

grant select (org_id, key_id, tenant_id, scopes, expires_at, revoked_at, created_by, name) on api_keys to axonflow_entry;
grant select (org_id, key_id, digest, works_until) on api_key_secrets to axonflow_entry;
grant select (org_id, slug, name, tier, calls_per_minute, api_keys_may_approve, strict_user_tokens) on orgs to axonflow_entry;
grant select (org_id, person_id, suspended_at) on members to axonflow_entry;
grant select (org_id, role_id, name, permissions) on roles to axonflow_entry;
grant select (org_id, person_id, role_id) on user_roles to axonflow_entry;
grant select (org_id, size, checkpoint_size) on ledger_head to axonflow_entry;
grant select (org_id, approval_id, status, approve_by, updated_at) on approvals to axonflow_entry;
grant select (org_id, export_id, status, requested_at, claimed_until) on evidence_exports to axonflow_entry;
grant select, update on auth.persons to axonflow_entry;
grant select, insert, update, delete on auth.recovery_codes, auth.sessions, auth.attempts to axonflow_entry;
grant select on auth.signing_keys to axonflow_entry;
grant create on schema entry to axonflow_entry;

set role axonflow_entry;

create function entry.find_api_key(wanted uuid)
  returns table (org_id uuid, tenant_id uuid, name text, scopes text[], created_by uuid, expires_at timestamptz,
                 revoked_at timestamptz, tier text, calls_per_minute integer, api_keys_may_approve boolean,
                 strict_user_tokens boolean, digests bytea[], works_until timestamptz[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.org_id, k.tenant_id, k.name, k.scopes, k.created_by, k.expires_at, k.revoked_at,
         o.tier, o.calls_per_minute, o.api_keys_may_approve, o.strict_user_tokens,
         array_agg(s.digest), array_agg(s.works_until)
  from public.api_keys k
  join public.orgs o on o.org_id = k.org_id
  join public.api_key_secrets s on s.org_id = k.org_id and s.key_id = k.key_id
  where k.key_id = wanted
  group by k.org_id, k.tenant_id, k.name, k.scopes, k.created_by, k.expires_at, k.revoked_at,
           o.tier, o.calls_per_minute, o.api_keys_may_approve, o.strict_user_tokens
$$;

create function entry.find_person(wanted_email text)
  returns table (person_id uuid, password_hash text, totp_sealed bytea, totp_confirmed_at timestamptz,
                 totp_last_step bigint, disabled_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.person_id, p.password_hash, p.totp_sealed, p.totp_confirmed_at, p.totp_last_step, p.disabled_at
  from auth.persons p where p.email = wanted_email
$$;

create function entry.person(wanted uuid)
  returns table (person_id uuid, email text, display_name text, password_hash text, totp_sealed bytea,
                 totp_confirmed_at timestamptz, totp_last_step bigint, disabled_at timestamptz, recovery_left bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.person_id, p.email, p.display_name, p.password_hash, p.totp_sealed, p.totp_confirmed_at, p.totp_last_step, p.disabled_at,
         (select count(*) from auth.recovery_codes c where c.person_id = p.person_id and c.spent_at is null)
  from auth.persons p where p.person_id = wanted
$$;

create function entry.memberships(wanted uuid)
  returns table (org_id uuid, slug text, name text, tier text, roles text[], permissions text[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.org_id, o.slug, o.name, o.tier,
         coalesce(array_agg(distinct r.name order by r.name) filter (where r.name is not null), '{}'),
         coalesce(array_agg(distinct p.word) filter (where p.word is not null), '{}')
  from public.members m
  join public.orgs o on o.org_id = m.org_id
  left join public.user_roles u on u.org_id = m.org_id and u.person_id = m.person_id
  left join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
  left join lateral unnest(r.permissions) as p(word) on true
  where m.person_id = wanted and m.suspended_at is null
  group by o.org_id, o.slug, o.name, o.tier
  order by o.name
$$;

-- Whether a person holds a role in an organisation (AX-09).
create function entry.has_role(in_org uuid, who uuid, role_name text) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from public.user_roles u
    join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
    join public.members m on m.org_id = u.org_id and m.person_id = u.person_id and m.suspended_at is null
    where u.org_id = in_org and u.person_id = who and r.name = role_name)
$$;

-- Sessions. Loading applies both ends (idle and absolute) and touches the session at most once a minute.
create function entry.session_load(wanted bytea, at timestamptz, idle_seconds integer)
  returns table (session_id uuid, person_id uuid, contents text, ends_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.sessions s set last_seen_at = at
    where s.digest = wanted and s.last_seen_at < at - interval '1 minute'
      and s.last_seen_at > at - make_interval(secs => idle_seconds) and s.ends_at > at;
  return query select s.session_id, s.person_id, s.contents, s.ends_at from auth.sessions s
    left join auth.persons p on p.person_id = s.person_id
    where s.digest = wanted and s.ends_at > at and s.last_seen_at > at - make_interval(secs => idle_seconds)
      and (s.person_id is null or p.disabled_at is null);
end
$$;

create function entry.session_create(new_digest bytea, new_id uuid, who uuid, new_contents text, from_ip text, agent text,
                                     at timestamptz, until timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from auth.sessions s where s.ends_at < at;
  delete from auth.attempts a where a.started_at < at - interval '1 day';
  insert into auth.sessions (digest, session_id, person_id, contents, ip, user_agent, created_at, last_seen_at, ends_at)
    values (new_digest, new_id, who, new_contents, from_ip, agent, at, at, until)
    on conflict (digest) do nothing;
  return found;
end
$$;

-- Saving never revives a session that was ended meanwhile.
create function entry.session_save(wanted bytea, who uuid, new_contents text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.sessions s set contents = new_contents, person_id = who where s.digest = wanted;
  return found;
end
$$;

create function entry.session_delete(wanted bytea) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from auth.sessions s where s.digest = wanted;
  return found;
end
$$;

create function entry.sessions_of(who uuid, at timestamptz, idle_seconds integer)
  returns table (session_id uuid, ip text, user_agent text, created_at timestamptz, last_seen_at timestamptz, ends_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.session_id, s.ip, s.user_agent, s.created_at, s.last_seen_at, s.ends_at from auth.sessions s
  where s.person_id = who and s.ends_at > at and s.last_seen_at > at - make_interval(secs => idle_seconds)
  order by s.created_at desc
$$;

-- Ends one session of a person, or all but one when `just` is null.
create function entry.session_end(who uuid, just uuid, keep uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  ended integer;
begin
  delete from auth.sessions s where s.person_id = who and (just is null or s.session_id = just)
    and (keep is null or s.session_id <> keep);
  get diagnostics ended = row_count;
  return ended;
end
$$;

-- Counts one attempt and returns how many there were in the running window.
create function entry.attempt(which text, at timestamptz, window_seconds integer) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into auth.attempts as a (bucket, started_at, tries) values (which, at, 1)
  on conflict (bucket) do update set
    tries = case when a.started_at < at - make_interval(secs => window_seconds) then 1 else a.tries + 1 end,
    started_at = case when a.started_at < at - make_interval(secs => window_seconds) then at else a.started_at end
  returning tries
$$;

create function entry.attempts_forget(which text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from auth.attempts a where a.bucket = which
$$;

-- Second factors.
create function entry.totp_confirm(who uuid, sealed bytea, step bigint, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.persons p set totp_sealed = sealed, totp_confirmed_at = at, totp_last_step = step where p.person_id = who;
  return found;
end
$$;

-- Spends a time step: false when it, or a later one, was spent before (replay).
create function entry.totp_spend(who uuid, step bigint) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.persons p set totp_last_step = step
    where p.person_id = who and (p.totp_last_step is null or p.totp_last_step < step);
  return found;
end
$$;

create function entry.recovery_replace(who uuid, digests bytea[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from auth.recovery_codes c where c.person_id = who;
  insert into auth.recovery_codes (person_id, digest) select who, d from unnest(digests) as d;
end
$$;

create function entry.recovery_spend(who uuid, wanted bytea, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.recovery_codes c set spent_at = at where c.person_id = who and c.digest = wanted and c.spent_at is null;
  return found;
end
$$;

-- Replaces exactly the hash that was checked, so that a rehash cannot undo a change that came between.
create function entry.password_set(who uuid, old_hash text, new_hash text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.persons p set password_hash = new_hash where p.person_id = who and p.password_hash is not distinct from old_hash;
  return found;
end
$$;

create function entry.signing_keys()
  returns table (kid text, purpose text, public_key bytea, sealed_private bytea, retired_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.kid, k.purpose, k.public_key, k.sealed_private, k.retired_at from auth.signing_keys k order by k.created_at
$$;

-- What the worker has to look at, by name only; the work itself runs under each organisation's scope.
create function entry.orgs_with_unsigned_growth(most integer) returns table (org_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select h.org_id from public.ledger_head h where h.size > h.checkpoint_size limit most
$$;

create function entry.due_approvals(at timestamptz, most integer) returns table (org_id uuid, approval_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.org_id, a.approval_id from public.approvals a
  where a.status = 'pending' and a.approve_by <= at order by a.approve_by limit most
$$;

-- Where holds were closed in the window: their sealed calls are due to be destroyed.
create function entry.orgs_with_closed_holds(since timestamptz, until timestamptz, most integer) returns table (org_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct a.org_id from public.approvals a
  where a.status <> 'pending' and a.updated_at >= since and a.updated_at < until limit most
$$;

create function entry.exports_to_do(at timestamptz, most integer) returns table (org_id uuid, export_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.org_id, e.export_id from public.evidence_exports e
  where e.status in ('queued', 'running') and (e.claimed_until is null or e.claimed_until < at)
  order by e.requested_at limit most
$$;

grant execute on all functions in schema entry to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
