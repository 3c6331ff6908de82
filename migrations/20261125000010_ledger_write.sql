-- Appends to the ledgers of many organisations, each under its own scope, its head taken only if nobody holds it and only if
-- it still is what the rows were sealed upon.
--
-- Rows are grouped by organisation: organisation n owns rows upto[n-1]+1 .. upto[n]. `befores` is the frontier that the
-- rows were sealed upon; null where the writer does not know it. What is returned was not written: the head as it is now,
-- or nulls where somebody holds it.
create function app.ledger_write(
  org_ids uuid[], upto integer[], befores bytea[], sizes bigint[], frontiers bytea[], last_ats bigint[],
  seqs bigint[], ats timestamptz[], leaves bytea[], kinds text[], record_ids uuid[], verdicts text[],
  key_ids uuid[], person_ids uuid[], policy_lists text[], bodies text[], personals jsonb[])
  returns table (org uuid, head_size bigint, head_frontier bytea, head_last_at bigint)
  language plpgsql as $$
declare
  one uuid;
  lo integer := 1;
  hi integer;
begin
  for n in 1 .. cardinality(org_ids) loop
    one := org_ids[n];
    hi := upto[n];
    perform set_config('app.current_org_id', one::text, true);
    update public.ledger_head h set size = sizes[n], frontier = frontiers[n], last_at = last_ats[n]
      where h.org_id = one
        and h.ctid = (select f.ctid from public.ledger_head f where f.org_id = one and f.frontier = befores[n] for update skip locked);
    if found then
      insert into public.ledger_leaf (org_id, seq, leaf, recorded_at)
        select one, seqs[i], leaves[i], ats[i] from generate_series(lo, hi) as i;
      insert into public.ledger_body (org_id, seq, recorded_at, kind, record_id, verdict, key_id, person_id, policies, record)
        select one, seqs[i], ats[i], kinds[i], record_ids[i], verdicts[i], key_ids[i], person_ids[i],
               string_to_array(policy_lists[i], ','), bodies[i]
        from generate_series(lo, hi) as i;
      insert into public.ledger_personal (org_id, seq, fields)
        select one, seqs[i], personals[i] from generate_series(lo, hi) as i where personals[i] is not null;
    else
      return query select h.org_id, h.size, h.frontier, h.last_at from public.ledger_head h
        where h.org_id = one and h.frontier is distinct from befores[n];
      if not found then
        org := one;
        return next;
      end if;
    end if;
    lo := hi + 1;
  end loop;
end
$$;
grant execute on function app.ledger_write(uuid[], integer[], bytea[], bigint[], bytea[], bigint[], bigint[], timestamptz[], bytea[],
  text[], uuid[], text[], uuid[], uuid[], text[], text[], jsonb[]) to axonflow_app_role;

-- The same as a commit of its own, in one round trip, for the group-commit writer: the server's login calls it outside a
-- transaction; the role and the scopes that it enters end with the statement.
create function app.ledger_commit(
  org_ids uuid[], upto integer[], befores bytea[], sizes bigint[], frontiers bytea[], last_ats bigint[],
  seqs bigint[], ats timestamptz[], leaves bytea[], kinds text[], record_ids uuid[], verdicts text[],
  key_ids uuid[], person_ids uuid[], policy_lists text[], bodies text[], personals jsonb[])
  returns table (org uuid, head_size bigint, head_frontier bytea, head_last_at bigint)
  language plpgsql as $$
begin
  perform app.enter_org(org_ids[1]);
  return query select * from app.ledger_write(org_ids, upto, befores, sizes, frontiers, last_ats, seqs, ats, leaves, kinds,
    record_ids, verdicts, key_ids, person_ids, policy_lists, bodies, personals);
end
$$;
grant execute on function app.ledger_commit(uuid[], integer[], bytea[], bigint[], bytea[], bigint[], bigint[], timestamptz[], bytea[],
  text[], uuid[], text[], uuid[], uuid[], text[], text[], jsonb[]) to axonflow_web;

drop function app.ledger_append(uuid[], integer[], bigint[], bytea[], bigint[], bigint[], timestamptz[], bytea[],
  text[], uuid[], text[], uuid[], uuid[], text[], text[], jsonb[]);
drop function app.ledger_heads(uuid[]);
