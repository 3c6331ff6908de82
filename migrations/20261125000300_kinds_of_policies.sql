-- A policy is a pattern, conditions or a Rego module; what is no pattern is kept as a document.
alter table policies
  add column kind text not null default 'pattern' constraint policy_kind_known check (kind in ('pattern', 'conditions', 'rego')),
  add column surfaces text[] not null default '{}',
  add column document jsonb,
  add constraint policy_document_fits_kind check ((kind = 'pattern') = (document is null));
grant update (surfaces, document) on policies to axonflow_app_role;
