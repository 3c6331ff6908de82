-- Access of an operator to one organisation: asked for, decided by the organisation, over by itself.
create table staff_access (
  org_id       uuid not null references orgs,
  access_id    uuid not null,
  operator     text not null,
  reason       text not null,
  minutes      integer not null constraint staff_access_minutes check (minutes between 1 and 480),
  asked_at     timestamptz not null,
  status       text not null default 'asked' constraint staff_access_status_known check (status in ('asked', 'granted', 'refused', 'ended')),
  decided_name text,
  decided_at   timestamptz,
  ends_at      timestamptz,
  primary key (org_id, access_id),
  constraint staff_access_granted_ends check (status <> 'granted' or ends_at is not null)
);
create index staff_access_newest on staff_access (org_id, asked_at desc);
select app.protect_table('staff_access');
grant select on staff_access to axonflow_app_role;
grant update (status, decided_name, decided_at, ends_at) on staff_access to axonflow_app_role;
create policy entry_reads on staff_access for select to axonflow_entry using (true);
grant select on staff_access to axonflow_entry;

alter table auth.platform_jobs drop constraint platform_job_kind_known;
alter table auth.platform_jobs add constraint platform_job_kind_known
  check (kind in ('create', 'invite_owner', 'suspend', 'resume', 'plan', 'delete', 'keep', 'remove', 'ask_access'));

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

-- What was asked for about one organisation, by whom and how it stands.
create function entry.operator_accesses(proof bytea, at timestamptz, of_org uuid, most integer)
  returns table (access_id uuid, operator text, reason text, minutes integer, asked_at timestamptz, status text, decided_at timestamptz,
                 ends_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform entry.operator_or_refuse(proof, at);
  return query select a.access_id, a.operator, a.reason, a.minutes, a.asked_at, a.status, a.decided_at, a.ends_at
    from public.staff_access a where a.org_id = of_org order by a.asked_at desc limit most;
end
$$;

-- The grant under which this operator may look into this organisation now; null without one. Nobody looks under another's grant, and
-- none is given to the key of the API, which is nobody.
create function entry.operator_access(proof bytea, at timestamptz, of_org uuid) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who text := entry.operator_or_refuse(proof, at);
begin
  return (select a.access_id from public.staff_access a
    where a.org_id = of_org and a.operator = who and a.status = 'granted' and a.ends_at > at order by a.ends_at desc limit 1);
end
$$;
grant execute on function entry.operator_accesses(bytea, timestamptz, uuid, integer), entry.operator_access(bytea, timestamptz, uuid) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
