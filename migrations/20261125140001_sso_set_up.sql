-- A connection is set up step by step: it is there before its provider is known, because our values carry its id.
alter table sso_connections alter column provider drop not null;
alter table sso_connections
  -- Whose words the pages use.
  add column kind text not null default 'other'
    constraint sso_kind_known check (kind in ('okta', 'entra', 'google', 'other')),
  -- Where the provider publishes its metadata, when it came from there.
  add column metadata_url text,
  add constraint sso_enabled_needs_provider check (provider is not null or not enabled);
grant update (metadata_url) on sso_connections to axonflow_app_role;
grant delete on sso_connections to axonflow_app_role;
