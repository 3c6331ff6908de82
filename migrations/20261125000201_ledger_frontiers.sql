-- Where the tree of an organisation stood after every 1,024 records, so that one record is proved without reading all
-- leaves before it. It can be made anew from the leaves, and nothing rests on it: a proof is checked against a signed head.
create table ledger_frontier (
  org_id   uuid not null references orgs,
  size     bigint not null constraint frontier_size_counts check (size > 0),
  frontier bytea not null,
  primary key (org_id, size)
);
select app.protect_table('ledger_frontier');
grant select, insert on ledger_frontier to axonflow_app_role;
