-- By which session with an identity provider a browser came, so that the provider can end it here too. Digests: a provider's name
-- for a person is often their address.
alter table auth.sessions add column by_subject text, add column by_index text;
create index sessions_of_subject on auth.sessions (by_subject) where by_subject is not null;

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

create function entry.session_create(new_digest bytea, new_id uuid, who uuid, new_contents text, from_ip text, agent text,
                                     at timestamptz, until timestamptz, subject text, index_there text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- It is called alone, and a crash that forgets a session of the last second costs one more sign-in.
  perform set_config('synchronous_commit', 'off', true);
  delete from auth.sessions s where s.ends_at < at;
  delete from auth.attempts a where a.started_at < at - interval '1 day';
  insert into auth.sessions (digest, session_id, person_id, contents, ip, user_agent, created_at, last_seen_at, ends_at, by_subject, by_index)
    values (new_digest, new_id, who, new_contents, from_ip, agent, at, at, until, subject, index_there)
    on conflict (digest) do nothing;
  return found;
end
$$;

-- Saving never revives a session that was ended meanwhile.
create function entry.session_save(wanted bytea, who uuid, new_contents text, subject text, index_there text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.sessions s set contents = new_contents, person_id = who, by_subject = subject, by_index = index_there where s.digest = wanted;
  return found;
end
$$;

-- Ends what came by a provider's sessions of one person, or by some of them; streams that they have open end too.
create function entry.session_end_by_provider(subject text, only_indexes text[]) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who uuid;
  ended integer := 0;
begin
  for who in
    delete from auth.sessions s where s.by_subject = subject and (only_indexes is null or s.by_index = any (only_indexes)) returning s.person_id
  loop
    ended := ended + 1;
    perform pg_notify('axonflow_person', who::text);
  end loop;
  return ended;
end
$$;
grant execute on function
  entry.session_create(bytea, uuid, uuid, text, text, text, timestamptz, timestamptz, text, text),
  entry.session_save(bytea, uuid, text, text, text), entry.session_end_by_provider(text, text[]) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
