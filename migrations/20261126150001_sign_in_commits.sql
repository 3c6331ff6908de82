-- A try is seen by everybody at once, but does not wait for the disk: two such waits were half of a sign-in. A crash of the database
-- forgets at most the tries of its last second. It is called alone, so no other change commits in its transaction.

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

reset role;
revoke create on schema entry from axonflow_entry;
