-- The append-only log of each organisation: trail, evidence and proof in one.

create table ledger_head (
  org_id          uuid primary key references orgs,
  size            bigint not null default 0 constraint head_size_counts check (size >= 0),
  frontier        bytea not null,
  last_at         bigint not null default 0,
  checkpoint_size bigint not null default 0
);
select app.protect_table('ledger_head');
grant select on ledger_head to axonflow_app_role;
grant update (size, frontier, last_at, checkpoint_size) on ledger_head to axonflow_app_role;

-- No foreign key to orgs on the three that follow: the head row, locked by every append, proves the organisation.
create table ledger_leaf (
  org_id      uuid not null,
  seq         bigint not null,
  leaf        bytea not null constraint leaf_size check (octet_length(leaf) = 32),
  recorded_at timestamptz not null,
  primary key (org_id, seq)
);
select app.protect_table('ledger_leaf');
grant select, insert on ledger_leaf to axonflow_app_role;

-- The canonical record. Removed only by the retention job, month by month.
create table ledger_body (
  org_id      uuid not null,
  seq         bigint not null,
  recorded_at timestamptz not null,
  kind        text not null,
  record_id   uuid not null,
  verdict     text,
  key_id      uuid,
  person_id   uuid,
  policies    text[] not null default '{}',
  record      text not null,
  primary key (org_id, seq, recorded_at)
) partition by range (recorded_at);
create index ledger_body_by_record on ledger_body (org_id, record_id);
create index ledger_body_decisions on ledger_body (org_id, verdict, seq) where verdict is not null;
create index ledger_body_deeds on ledger_body (org_id, kind, seq) where verdict is null;
create index ledger_body_policies on ledger_body using gin (policies) where policies <> '{}';
create index ledger_body_time on ledger_body using brin (recorded_at);
select app.protect_table('ledger_body');
grant select, insert on ledger_body to axonflow_app_role;

-- Personal values and their salts, apart from the record so that erasure leaves the proof intact.
create table ledger_personal (
  org_id uuid not null,
  seq    bigint not null,
  fields jsonb not null,
  primary key (org_id, seq)
);
select app.protect_table('ledger_personal');
grant select, insert on ledger_personal to axonflow_app_role;

create table ledger_checkpoint (
  org_id    uuid not null references orgs,
  size      bigint not null,
  root      bytea not null constraint root_size check (octet_length(root) = 32),
  note      text not null,
  signed_at timestamptz not null,
  primary key (org_id, size)
);
select app.protect_table('ledger_checkpoint');
grant select, insert on ledger_checkpoint to axonflow_app_role;

-- Append-only is a promise to everybody, the owner included (SP-15, AX-21).
create function app.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: the ledger is append-only', tg_op, tg_table_name using errcode = 'AX001';
end
$$;
grant execute on function app.refuse_change() to axonflow_app_role;
create trigger append_only before update or delete on ledger_leaf for each row execute function app.refuse_change();
create trigger append_only_all before truncate on ledger_leaf for each statement execute function app.refuse_change();
create trigger append_only before update or delete on ledger_checkpoint for each row execute function app.refuse_change();
create trigger append_only_all before truncate on ledger_checkpoint for each statement execute function app.refuse_change();
create trigger unchanged before update on ledger_body for each row execute function app.refuse_change();

-- One partition a month, each under the scope by itself. Called by migration and by the worker's platform job.
create function app.ensure_ledger_months(first date, months integer) returns integer language plpgsql as $$
declare
  start date := date_trunc('month', first);
  part text;
  made integer := 0;
begin
  for n in 0 .. months - 1 loop
    part := 'ledger_body_' || to_char(start + make_interval(months => n), 'YYYYMM');
    if to_regclass('public.' || part) is null then
      execute format('create table public.%I partition of public.ledger_body for values from (%L) to (%L)', part,
        start + make_interval(months => n), start + make_interval(months => n + 1));
      perform app.protect_table(('public.' || part)::regclass);
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;
select app.ensure_ledger_months(current_date - 31, 15);

-- Takes the heads that nobody else holds, each under its own organisation's scope.
create function app.ledger_heads(wanted uuid[])
  returns table (org uuid, head_size bigint, head_frontier bytea, head_last_at bigint, head_checkpoint bigint)
  language plpgsql as $$
declare
  one uuid;
begin
  foreach one in array wanted loop
    perform set_config('app.current_org_id', one::text, true);
    return query select h.org_id, h.size, h.frontier, h.last_at, h.checkpoint_size
      from public.ledger_head h where h.org_id = one for update skip locked;
  end loop;
end
$$;
grant execute on function app.ledger_heads(uuid[]) to axonflow_app_role;

-- Appends to many organisations in one round trip, each under its own scope. Rows are grouped by organisation:
-- organisation n owns rows upto[n-1]+1 .. upto[n]. The caller holds every head's row lock.
create function app.ledger_append(
  org_ids uuid[], upto integer[], sizes bigint[], frontiers bytea[], last_ats bigint[],
  seqs bigint[], ats timestamptz[], leaves bytea[], kinds text[], record_ids uuid[], verdicts text[],
  key_ids uuid[], person_ids uuid[], policy_lists text[], bodies text[], personals jsonb[])
  returns void language plpgsql as $$
declare
  org uuid;
  lo integer := 1;
  hi integer;
begin
  for n in 1 .. cardinality(org_ids) loop
    org := org_ids[n];
    hi := upto[n];
    perform set_config('app.current_org_id', org::text, true);
    insert into public.ledger_leaf (org_id, seq, leaf, recorded_at)
      select org, s, l, a from unnest(seqs[lo:hi], leaves[lo:hi], ats[lo:hi]) as r(s, l, a);
    insert into public.ledger_body (org_id, seq, recorded_at, kind, record_id, verdict, key_id, person_id, policies, record)
      select org, s, a, k, i, v, ky, p, string_to_array(pl, ','), b
      from unnest(seqs[lo:hi], ats[lo:hi], kinds[lo:hi], record_ids[lo:hi], verdicts[lo:hi], key_ids[lo:hi],
                  person_ids[lo:hi], policy_lists[lo:hi], bodies[lo:hi]) as r(s, a, k, i, v, ky, p, pl, b);
    insert into public.ledger_personal (org_id, seq, fields)
      select org, s, f from unnest(seqs[lo:hi], personals[lo:hi]) as r(s, f) where f is not null;
    update public.ledger_head set size = sizes[n], frontier = frontiers[n], last_at = last_ats[n] where org_id = org;
    if not found then
      raise exception 'organisation % has no ledger head', org using errcode = 'AX002';
    end if;
    lo := hi + 1;
  end loop;
end
$$;
grant execute on function app.ledger_append(uuid[], integer[], bigint[], bytea[], bigint[], bigint[], timestamptz[], bytea[],
  text[], uuid[], text[], uuid[], uuid[], text[], text[], jsonb[]) to axonflow_app_role;
