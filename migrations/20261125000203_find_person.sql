-- Who signs in with an address: the id alone. What else sign-in needs is asked by id.
grant create on schema entry to axonflow_entry;
set role axonflow_entry;
drop function entry.find_person(text);
create function entry.find_person(wanted_email text) returns table (person_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.person_id from auth.persons p where p.email = wanted_email
$$;
grant execute on function entry.find_person(text) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
