-- How strict an organisation is with what shipped policies find; it is compiled into the policy set. Nodes hear of a change by
-- the notice of the organisation's row.
alter table orgs
  add column governance_profile text not null default 'default'
    constraint org_profile_known check (governance_profile in ('dev', 'default', 'strict', 'compliance')),
  add column governance_actions jsonb not null default '{}';
grant update (governance_profile, governance_actions) on orgs to axonflow_app_role;
