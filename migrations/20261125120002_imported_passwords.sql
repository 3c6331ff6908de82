-- Whether anybody still has a password hash from another system: as long as somebody has, refused sign-ins take as long as the
-- dearest check, so that their time does not say whose hash it was.
create index persons_with_imported_password on auth.persons (person_id) where password_hash like '$2%';

grant create on schema entry to axonflow_entry;
set role axonflow_entry;
create function entry.imported_passwords() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from auth.persons p where p.password_hash like '$2%')
$$;
grant execute on function entry.imported_passwords() to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
