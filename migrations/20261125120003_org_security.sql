-- How people get into an organisation: who needs a second factor, from where they may come, how long a session lasts.
alter table orgs
  add column second_factor_for_all boolean not null default false,
  -- Empty: from everywhere.
  add column allowed_networks text[] not null default '{}' constraint org_networks_count check (cardinality(allowed_networks) <= 50),
  add column idle_minutes integer not null default 720 constraint org_idle_minutes check (idle_minutes between 5 and 720),
  add column session_hours integer not null default 720 constraint org_session_hours check (session_hours between 1 and 720);
grant update (second_factor_for_all, allowed_networks, idle_minutes, session_hours) on orgs to axonflow_app_role;
grant select (second_factor_for_all, allowed_networks, idle_minutes, session_hours) on orgs to axonflow_entry;

drop function entry.memberships(uuid, timestamptz);
grant create on schema entry to axonflow_entry;
set role axonflow_entry;

create function entry.memberships(wanted uuid, at timestamptz)
  returns table (org_id uuid, slug text, name text, tier text, roles text[], permissions text[],
                 second_factor_for_all boolean, allowed_networks text[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.org_id, o.slug, o.name, o.tier,
         coalesce(array_agg(distinct r.name order by r.name) filter (where r.name is not null), '{}'),
         coalesce(array_agg(distinct p.word) filter (where p.word is not null), '{}'),
         o.second_factor_for_all, o.allowed_networks
  from public.members m
  join public.orgs o on o.org_id = m.org_id
  left join public.user_roles u on u.org_id = m.org_id and u.person_id = m.person_id and (u.expires_at is null or u.expires_at > at)
  left join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
  left join lateral unnest(r.permissions) as p(word) on true
  where m.person_id = wanted and m.suspended_at is null and m.removed_at is null
  group by o.org_id, o.slug, o.name, o.tier, o.second_factor_for_all, o.allowed_networks
  order by o.name
$$;

-- The strictest organisation of the person decides how long the session lasts. Every session of somebody signed in is made to
-- end after 30 days, so its end says when it began, whatever became of the cookie since.
create or replace function entry.session_load(wanted bytea, at timestamptz, idle_seconds integer)
  returns table (session_id uuid, person_id uuid, contents text, ends_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  idle interval;
  longest interval;
begin
  select make_interval(secs => least(idle_seconds, min(o.idle_minutes) * 60)), make_interval(hours => min(o.session_hours))
    into idle, longest
    from auth.sessions s
    join public.members m on m.person_id = s.person_id and m.suspended_at is null and m.removed_at is null
    join public.orgs o on o.org_id = m.org_id
    where s.digest = wanted;
  update auth.sessions s set last_seen_at = at
    where s.digest = wanted and s.last_seen_at < at - interval '1 minute'
      and s.last_seen_at > at - idle and s.ends_at > at
      and (longest is null or s.ends_at - interval '30 days' + longest > at);
  return query select s.session_id, s.person_id, s.contents, s.ends_at from auth.sessions s
    left join auth.persons p on p.person_id = s.person_id
    where s.digest = wanted and s.ends_at > at and s.last_seen_at > at - idle
      and (longest is null or s.ends_at - interval '30 days' + longest > at)
      and (s.person_id is null or p.disabled_at is null);
end
$$;

grant execute on function entry.memberships(uuid, timestamptz) to axonflow_web;
reset role;
revoke create on schema entry from axonflow_entry;
