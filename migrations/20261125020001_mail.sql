-- Letters that wait to be sent, written in the transaction of what they tell about and sent by the worker after it. A row holds
-- what a letter is about and no secret: the token in its link is made when it is sent.
create table mail (
  org_id        uuid not null references orgs,
  mail_id       uuid not null,
  recipient     text not null,
  -- What it is about, such as an invitation.
  about         uuid,
  content       jsonb not null,
  created_at    timestamptz not null,
  due_at        timestamptz not null,
  claimed_until timestamptz,
  attempts      integer not null default 0,
  sent_at       timestamptz,
  failed_at     timestamptz,
  last_error    text,
  primary key (org_id, mail_id)
);
create index mail_due on mail (due_at) where sent_at is null and failed_at is null;
create index mail_settled on mail (org_id, created_at) where sent_at is not null or failed_at is not null;
create index mail_about on mail (org_id, about, created_at);
select app.protect_table('mail');
grant select, insert, delete on mail to axonflow_app_role;
grant update (due_at, claimed_until, attempts, sent_at, failed_at, last_error) on mail to axonflow_app_role;

create policy entry_reads on mail for select to axonflow_entry using (true);
grant select (org_id, created_at, due_at, mail_id, claimed_until, sent_at, failed_at) on mail to axonflow_entry;

-- The same for letters to a person about their account, which belongs to no organisation.
create table auth.mail (
  mail_id       uuid primary key,
  person_id     uuid not null references auth.persons on delete cascade,
  recipient     text not null,
  content       jsonb not null,
  created_at    timestamptz not null,
  due_at        timestamptz not null,
  claimed_until timestamptz,
  attempts      integer not null default 0,
  sent_at       timestamptz,
  failed_at     timestamptz,
  last_error    text
);
create index person_mail_due on auth.mail (due_at) where sent_at is null and failed_at is null;
create index mail_of_person on auth.mail (person_id);
grant select, insert, update, delete on auth.mail to axonflow_entry;

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

create function entry.mail_to_do(at timestamptz, most integer) returns table (org_id uuid, mail_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.org_id, m.mail_id from public.mail m
  where m.sent_at is null and m.failed_at is null and m.due_at <= at and (m.claimed_until is null or m.claimed_until < at)
  order by m.due_at limit most
$$;

-- Where letters were dealt with before a time: their rows are due to be removed.
create function entry.orgs_with_settled_mail(before timestamptz, most integer) returns table (org_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct m.org_id from public.mail m
  where (m.sent_at is not null or m.failed_at is not null) and m.created_at < before limit most
$$;

-- A letter to a person goes to the address that they sign in with.
create function entry.person_mail_add(new_id uuid, who uuid, new_content jsonb, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into auth.mail (mail_id, person_id, recipient, content, created_at, due_at)
    select new_id, p.person_id, p.email, new_content, at, at from auth.persons p where p.person_id = who;
  return found;
end
$$;

create function entry.person_mail_claim(at timestamptz, until timestamptz, most integer)
  returns table (mail_id uuid, recipient text, content jsonb, attempts integer)
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  update auth.mail m set claimed_until = until, attempts = m.attempts + 1
  from (
    select d.mail_id from auth.mail d
    where d.sent_at is null and d.failed_at is null and d.due_at <= at and (d.claimed_until is null or d.claimed_until < at)
    order by d.due_at limit most for update skip locked
  ) due
  where m.mail_id = due.mail_id
  returning m.mail_id, m.recipient, m.content, m.attempts
$$;

create function entry.person_mail_settle(which uuid, sent timestamptz, failed timestamptz, due timestamptz, problem text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.mail m set sent_at = sent, failed_at = failed, due_at = coalesce(due, m.due_at), claimed_until = null, last_error = problem
    where m.mail_id = which and m.sent_at is null and m.failed_at is null;
  return found;
end
$$;

create function entry.person_mail_forget(before timestamptz) returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone bigint;
begin
  delete from auth.mail m where (m.sent_at is not null or m.failed_at is not null) and m.created_at < before;
  get diagnostics gone = row_count;
  return gone;
end
$$;

grant execute on function entry.mail_to_do(timestamptz, integer), entry.orgs_with_settled_mail(timestamptz, integer),
  entry.person_mail_add(uuid, uuid, jsonb, timestamptz), entry.person_mail_claim(timestamptz, timestamptz, integer),
  entry.person_mail_settle(uuid, timestamptz, timestamptz, timestamptz, text), entry.person_mail_forget(timestamptz) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
