-- A try and a new session are seen by everybody at once, but do not wait for the disk: three such waits were most of a sign-in.
-- A crash of the database forgets at most the tries and sessions of its last second; ending a session still waits. Both are
-- called alone, so no other change commits in their transaction.

grant create on schema entry to axonflow_entry;
set role axonflow_entry;

create or replace function entry.attempt(which text, at timestamptz, window_seconds integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare counted integer;
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into auth.attempts as a (bucket, started_at, tries) values (which, at, 1)
  on conflict (bucket) do update set
    tries = case when a.started_at < at - make_interval(secs => window_seconds) then 1 else a.tries + 1 end,
    started_at = case when a.started_at < at - make_interval(secs => window_seconds) then at else a.started_at end
  returning a.tries into counted;
  return counted;
end
$$;

create or replace function entry.session_create(new_digest bytea, new_id uuid, who uuid, new_contents text, from_ip text, agent text,
                                                at timestamptz, until timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  delete from auth.sessions s where s.ends_at < at;
  delete from auth.attempts a where a.started_at < at - interval '1 day';
  insert into auth.sessions (digest, session_id, person_id, contents, ip, user_agent, created_at, last_seen_at, ends_at)
    values (new_digest, new_id, who, new_contents, from_ip, agent, at, at, until)
    on conflict (digest) do nothing;
  return found;
end
$$;

reset role;
revoke create on schema entry from axonflow_entry;
