-- Signing keys change without a refused signature: a new key is known to every process for a while before it signs, and an
-- old one verifies until it is retired. `retired_at` is when nothing that it signed is accepted any more; signed heads of the
-- log are still checked against it.
alter table auth.signing_keys add column signs_from timestamptz not null default now();
update auth.signing_keys set signs_from = created_at;

grant create on schema entry to axonflow_entry;
set role axonflow_entry;
drop function entry.signing_keys();
create function entry.signing_keys()
  returns table (kid text, purpose text, public_key bytea, sealed_private bytea, signs_from timestamptz, retired_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.kid, k.purpose, k.public_key, k.sealed_private, k.signs_from, k.retired_at
  from auth.signing_keys k order by k.signs_from, k.kid
$$;
grant execute on function entry.signing_keys() to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
