-- Nodes keep an organisation's plan and settings beside its API keys, so a change of its row has to reach them.
create trigger tell_nodes after update on orgs
  for each row when (old.* is distinct from new.*) execute function app.notify_change('axonflow_org', 'org_id');
