-- One log for every way in. What single sign-on kept for itself becomes the organisation's log of sign-ins: a line names how
-- somebody came, and a connection only when a provider spoke for them.
alter table sso_sign_ins rename to sign_ins;
alter table sign_ins rename constraint sso_sign_ins_pkey to sign_ins_pkey;
alter table sign_ins rename constraint sso_outcome_known to sign_in_outcome_known;
alter index sso_sign_ins_by_time rename to sign_ins_by_time;
alter index sso_sign_ins_by_code rename to sign_ins_by_code;

alter table sign_ins
  alter column connection_id drop not null,
  -- By what somebody came in, or at what they failed.
  add column method text not null default 'sso'
    constraint sign_in_method_known check (method in ('password', 'authenticator', 'recovery_code', 'passkey', 'sdk', 'sso')),
  -- From where.
  add column ip text,
  add column user_agent text,
  add constraint sign_in_connection_fits
    check ((method in ('password', 'authenticator', 'recovery_code', 'passkey', 'sdk')) = (connection_id is null));
alter table sign_ins alter column method drop default;

create index sign_ins_by_person on sign_ins (org_id, person_id, at desc);
