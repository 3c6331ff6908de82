-- Keys that sign user tokens, and the organisation's word on tokens that cannot be verified.
alter table auth.signing_keys drop constraint signing_purpose_known;
alter table auth.signing_keys add constraint signing_purpose_known check (purpose in ('api_keys', 'checkpoints', 'tokens', 'user_tokens'));
grant update (strict_user_tokens) on orgs to axonflow_app_role;
