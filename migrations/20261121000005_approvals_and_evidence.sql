-- Held calls, and evidence on its way out.

create table approvals (
  org_id          uuid not null,
  approval_id     uuid not null,
  tenant_id       uuid not null,
  key_id          uuid not null,
  decision_id     uuid,
  plane           text not null,
  request_type    text not null,
  title           text not null,
  target          text,
  severity        text not null,
  status          text not null constraint approval_status_known
                  check (status in ('pending', 'approved', 'rejected', 'expired', 'overridden')),
  call_masked     text not null,
  call_digest     bytea not null constraint call_digest_size check (octet_length(call_digest) = 32),
  call_sealed     bytea,
  policy_id       text not null,
  policy_name     text not null,
  reason          text not null,
  end_user        text,
  labels          jsonb not null default '{}',
  notify_url      text,
  ip              text,
  trace_id        text not null,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  approve_by      timestamptz not null,
  execute_seconds integer not null,
  execute_by      timestamptz,
  decided_at      timestamptz,
  decided_person  uuid,
  decided_key     uuid,
  decided_name    text,
  decision_reason text,
  spent_at        timestamptz,
  spent_decision  uuid,
  primary key (org_id, approval_id),
  foreign key (org_id, tenant_id) references tenants,
  foreign key (org_id, key_id) references api_keys,
  constraint approval_decided_whole check ((decided_at is null) = (status in ('pending', 'expired')))
);
create index approvals_queue on approvals (org_id, status, approve_by);
create index approvals_by_age on approvals (org_id, created_at);
create index approvals_by_change on approvals (updated_at);
create index approvals_by_due on approvals (approve_by) where status = 'pending';
-- A repeated call finds its hold; a timed-out POST that is sent again makes no second one.
create unique index approval_call_once_pending on approvals (org_id, key_id, call_digest) where status = 'pending' and plane = 'decide';
select app.protect_table('approvals');
grant select, insert on approvals to axonflow_app_role;
grant update (status, updated_at, execute_by, decided_at, decided_person, decided_key, decided_name, decision_reason,
  spent_at, spent_decision, call_sealed) on approvals to axonflow_app_role;
create trigger tell_nodes after insert or update on approvals
  for each row execute function app.notify_change('axonflow_approval', 'approval_id');

create table evidence_exports (
  org_id         uuid not null references orgs,
  export_id      uuid not null,
  requested_name text not null,
  requested_at   timestamptz not null,
  range_from     timestamptz,
  range_until    timestamptz,
  status         text not null constraint export_status_known check (status in ('queued', 'running', 'ready', 'failed')),
  first_seq      bigint,
  records_total  bigint not null default 0,
  records_done   bigint not null default 0,
  size_bytes     bigint not null default 0,
  digest         bytea,
  problem        text,
  claimed_until  timestamptz,
  primary key (org_id, export_id)
);
create index exports_by_age on evidence_exports (org_id, requested_at);
create index exports_to_do on evidence_exports (requested_at) where status in ('queued', 'running');
select app.protect_table('evidence_exports');
grant select, insert on evidence_exports to axonflow_app_role;
grant update (status, first_seq, records_total, records_done, size_bytes, digest, problem, claimed_until)
  on evidence_exports to axonflow_app_role;
create trigger tell_nodes after insert or update on evidence_exports
  for each row execute function app.notify_change('axonflow_export', 'export_id');

create table evidence_chunks (
  org_id    uuid not null,
  export_id uuid not null,
  part      integer not null,
  bytes     bytea not null,
  primary key (org_id, export_id, part),
  foreign key (org_id, export_id) references evidence_exports
);
select app.protect_table('evidence_chunks');
grant select, insert, delete on evidence_chunks to axonflow_app_role;
