-- One notion of who comes in when the provider fails: a marked owner, proven by what they set up or used lately. A passkey is as good as
-- a password and an authenticator.
grant create on schema entry to axonflow_entry;
set role axonflow_entry;

create or replace function entry.break_glass_owners(in_org uuid, since timestamptz) returns table (person_id uuid, is_proven boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.person_id,
         p.disabled_at is null and (
           (p.password_hash is not null and p.totp_confirmed_at is not null
             and greatest(p.totp_confirmed_at, to_timestamp(p.totp_last_step * 30)) > since)
           or exists (select from auth.passkeys k where k.person_id = p.person_id and greatest(k.created_at, k.last_used_at) > since))
  from public.members m join auth.persons p on p.person_id = m.person_id
  where m.org_id = in_org and m.is_break_glass and m.removed_at is null and m.suspended_at is null and exists (
    select from public.user_roles u join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id and r.name = 'owner'
    where u.org_id = m.org_id and u.person_id = m.person_id and u.expires_at is null)
$$;
reset role;
revoke create on schema entry from axonflow_entry;

-- Where a provider is required already, every owner with a way in had one past it: they keep it, by the mark that counts from now on.
update members m set is_break_glass = true
where not m.is_break_glass and m.removed_at is null and m.suspended_at is null
  and exists (select from sso_domains d where d.org_id = m.org_id and d.mode = 'required')
  and exists (
    select from user_roles u join roles r on r.org_id = u.org_id and r.role_id = u.role_id and r.name = 'owner' and r.built_in
    where u.org_id = m.org_id and u.person_id = m.person_id and u.expires_at is null)
  and not exists (select from directory_users d where d.org_id = m.org_id and d.person_id = m.person_id)
  and exists (
    select from auth.persons p where p.person_id = m.person_id and p.disabled_at is null
      and ((p.password_hash is not null and p.totp_confirmed_at is not null)
           or exists (select from auth.passkeys k where k.person_id = p.person_id)));
