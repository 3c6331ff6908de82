-- An organisation may want a second person to release what somebody wrote. In the mode `reviewed` every change of a policy waits
-- here, and the policy's own row stays what is enforced. In the mode `direct` a change is live when it is written.
alter table orgs
  add column release_mode text not null default 'direct'
    constraint org_release_mode_known check (release_mode in ('direct', 'reviewed'));
grant update (release_mode) on orgs to axonflow_app_role;

-- A critical policy comes into force only with green tests; a test case says what a policy does with one call.
alter table policies
  add column critical boolean not null default false,
  add column test_cases jsonb not null default '[]';
grant update (critical, test_cases) on policies to axonflow_app_role;

-- One change of a policy on its way into force. `hands` are the persons and keys that wrote it, who may not release it; an edit
-- counts `revision` up and takes it back to a draft. `version` is what it became.
create table policy_releases (
  org_id           uuid not null,
  release_id       uuid not null,
  policy_id        text not null,
  tenant_id        uuid,
  change           text not null constraint policy_release_change_known check (change in ('create', 'update', 'remove', 'roll_back')),
  state            text not null constraint policy_release_state_known check (state in ('draft', 'requested', 'released', 'withdrawn')),
  base_version     integer not null,
  fields           jsonb not null,
  hands            uuid[] not null,
  revision         integer not null,
  drafted_by       text not null,
  drafted_at       timestamptz not null,
  changed_by       text not null,
  changed_at       timestamptz not null,
  simulated_at     timestamptz,
  simulated_inputs integer,
  tests            jsonb,
  requested_by     text,
  requested_at     timestamptz,
  closed_by        text,
  closed_at        timestamptz,
  closed_hands     uuid[],
  version          integer,
  reason           text,
  is_emergency     boolean not null default false,
  reviewed_by      text,
  reviewed_at      timestamptz,
  primary key (org_id, release_id),
  foreign key (org_id, policy_id) references policies,
  foreign key (org_id, tenant_id) references tenants
);
create unique index policy_release_open_once on policy_releases (org_id, policy_id) where state in ('draft', 'requested');
create index policy_releases_by_time on policy_releases (org_id, changed_at desc);
create index policy_releases_by_policy on policy_releases (org_id, policy_id, changed_at desc);
select app.protect_table('policy_releases');
grant select, insert on policy_releases to axonflow_app_role;
grant update (change, state, base_version, fields, hands, revision, changed_by, changed_at, simulated_at, simulated_inputs, tests,
  requested_by, requested_at, closed_by, closed_at, closed_hands, version, reason, is_emergency, reviewed_by, reviewed_at)
  on policy_releases to axonflow_app_role;

-- Who may release, release in an emergency, and loosen by an override.
update roles set permissions = permissions || '{policies:release}' where built_in and name in ('owner', 'admin', 'policy_admin');
update roles set permissions = permissions || '{policies:emergency,policies:loosen}' where built_in and name in ('owner', 'admin');
