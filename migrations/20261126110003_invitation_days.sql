-- How long the link of an invitation is good.
alter table orgs add column invitation_days integer not null default 7 constraint org_invitation_days check (invitation_days between 1 and 30);
grant update (invitation_days) on orgs to axonflow_app_role;
