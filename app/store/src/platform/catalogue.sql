-- Every line that this returns is a fault. Rule numbers follow docs/architecture.md, "What the catalogue test refuses".
with
ours as (
  select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.relacl, c.reloptions, c.relispartition, n.nspname
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'app', 'auth', 'entry')
),
tables as (select * from ours where relkind in ('r', 'p')),
tenant_tables as (
  select t.* from tables t join pg_attribute a on a.attrelid = t.oid and a.attname = 'org_id' and not a.attisdropped
  where t.nspname <> 'auth'
),
-- Tables without org_id that anybody but their owner may reach, each with a reason: none.
global_tables as (select * from tables where nspname = 'public' and oid not in (select oid from tenant_tables)),
-- Grants of a relation and of its columns, side by side: a right to one column is a right.
grants as (
  select o.oid, o.relname, o.nspname, o.relispartition, a.grantee, a.privilege_type from ours o cross join lateral aclexplode(o.relacl) a
  union all
  select o.oid, o.relname || '.' || att.attname, o.nspname, o.relispartition, a.grantee, a.privilege_type
  from ours o join pg_attribute att on att.attrelid = o.oid and att.attnum > 0 and not att.attisdropped cross join lateral aclexplode(att.attacl) a
),
request_roles as (select oid, rolname from pg_roles where rolname in ('axonflow_app_role', 'axonflow_web')),
reach as (
  select r.oid as start, m.roleid from request_roles r join lateral (
    with recursive walk(id) as (select r.oid union select am.roleid from pg_auth_members am join walk w on am.member = w.id)
    select id as roleid from walk
  ) m on true
),
policies as (
  select p.*, pg_get_expr(p.polqual, p.polrelid) as using_text, pg_get_expr(p.polwithcheck, p.polrelid) as check_text,
         c.relname, c.oid as table_oid
  from pg_policy p join tables c on c.oid = p.polrelid
),
allowed_definers as (
  select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'entry'
),
functions as (
  select p.*, n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'app', 'auth', 'entry')
)
select 'Q01 row-level security is off' as rule, relname::text as object from tenant_tables where not relrowsecurity
union all
select 'Q02 row-level security is not forced', relname from tenant_tables where not relforcerowsecurity
union all
select 'Q03 no policy for all commands of the request role', t.relname from tenant_tables t
  where not exists (select from policies p where p.table_oid = t.oid and p.polcmd = '*' and p.polpermissive
    and (select oid from pg_roles where rolname = 'axonflow_app_role') = any (p.polroles) and p.using_text is not null and p.check_text is not null)
union all
select 'Q04 policy does not compare org_id with the scope', relname || '.' || polname from policies
  where polname <> 'entry_reads'
    and (using_text is distinct from '(org_id = (( SELECT current_setting(''app.current_org_id''::text) AS current_setting))::uuid)'
      or check_text is distinct from using_text)
union all
select 'Q04 entry policy serves more than the entry role', relname || '.' || polname from policies
  where polname = 'entry_reads' and (polcmd <> 'r' or polroles <> array[(select oid from pg_roles where rolname = 'axonflow_entry')])
union all
select 'Q06 more than one policy for the request role', relname from policies
  where (select oid from pg_roles where rolname = 'axonflow_app_role') = any (polroles) or 0 = any (polroles)
  group by relname, table_oid having count(*) > 1
union all
select 'Q07 request role has power', rolname from pg_roles
  where oid in (select roleid from reach) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
union all
select 'Q07 request role can become ' || r2.rolname, r1.rolname from reach join pg_roles r1 on r1.oid = reach.start
  join pg_roles r2 on r2.oid = reach.roleid
  where reach.roleid <> reach.start and not (r1.rolname = 'axonflow_web' and r2.rolname = 'axonflow_app_role')
union all
select 'Q07 entry role has power', rolname from pg_roles
  where rolname = 'axonflow_entry' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolcanlogin)
union all
select 'Q07 the server login inherits', rolname from pg_roles where rolname = 'axonflow_web' and rolinherit
union all
select 'Q08 request role owns', relname from ours where relowner in (select oid from request_roles)
union all
select 'Q08 request role owns function', proname from functions where proowner in (select oid from request_roles)
union all
select 'Q08 ' || r.rolname || ' may make things in the schema', n.nspname from pg_namespace n cross join lateral aclexplode(n.nspacl) a
  join pg_roles r on r.oid = a.grantee
  where n.nspname in ('public', 'app', 'auth', 'entry') and a.privilege_type = 'CREATE' and a.grantee in (select oid from request_roles)
union all
select 'Q08 PUBLIC may make things in the schema', n.nspname from pg_namespace n cross join lateral aclexplode(n.nspacl) a
  where n.nspname in ('public', 'app', 'auth', 'entry') and a.privilege_type = 'CREATE' and a.grantee = 0
union all
select 'Q09 request role may ' || a.privilege_type, a.relname from grants a
  where a.grantee in (select oid from request_roles) and a.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')
union all
select 'Q09 the server login has a right of its own', a.relname from grants a
  where a.grantee = (select oid from pg_roles where rolname = 'axonflow_web')
union all
select 'Q10 view runs with its owner''s rights', relname from ours
  where relkind = 'v' and not coalesce('security_invoker=true' = any (reloptions), false)
union all
select 'Q11 materialised view or foreign table', relname from ours where relkind in ('m', 'f')
union all
select 'Q12 definer function outside the entry schema', proname from functions where prosecdef and nspname <> 'entry'
union all
select 'Q12 definer function without a fixed search_path', proname from functions
  where prosecdef and not coalesce('search_path=pg_catalog, pg_temp' = any (proconfig), false)
union all
select 'Q12 entry function has another owner', proname from functions
  where nspname = 'entry' and proowner <> (select oid from pg_roles where rolname = 'axonflow_entry')
union all
select 'Q12 entry function may be called by ' || coalesce(r.rolname, 'PUBLIC'), f.proname
  from functions f cross join lateral aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a left join pg_roles r on r.oid = a.grantee
  where f.nspname = 'entry' and coalesce(r.rolname, 'PUBLIC') not in ('axonflow_entry', 'axonflow_web')
union all
select 'Q13 unique index without org_id', i.relname from pg_index x join pg_class i on i.oid = x.indexrelid join tenant_tables t on t.oid = x.indrelid
  where x.indisunique and i.relname not in ('org_slug_once') -- the directory of organisations: a slug is public by design
    and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'org_id' and a.attnum = any (x.indkey::int2[]))
union all
select 'Q14 foreign key without org_id on both sides', k.conname from pg_constraint k
  join tenant_tables child on child.oid = k.conrelid join tenant_tables parent on parent.oid = k.confrelid
  where k.contype = 'f' and not exists (
    select from unnest(k.conkey, k.confkey) as pair(here, there)
    join pg_attribute a on a.attrelid = child.oid and a.attnum = pair.here and a.attname = 'org_id'
    join pg_attribute b on b.attrelid = parent.oid and b.attnum = pair.there and b.attname = 'org_id')
union all
select 'Q15 partition is granted directly', a.relname from grants a
  where a.relispartition and a.grantee in (select oid from request_roles)
union all
select 'Q16 org_id may be null or is no uuid', t.relname from tenant_tables t join pg_attribute a on a.attrelid = t.oid and a.attname = 'org_id'
  where not a.attnotnull or a.atttypid <> 'uuid'::regtype
union all
select 'Q17 leakproof function', proname from functions where proleakproof
union all
select 'Q18 PUBLIC may use', a.relname from grants a where a.grantee = 0
union all
select 'Q18 PUBLIC may call', f.proname from functions f cross join lateral aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
  where a.grantee = 0
union all
select 'Q19 the server login lacks ' || s.name, 'axonflow_web' from (values ('statement_timeout'), ('lock_timeout'), ('idle_in_transaction_session_timeout')) s(name)
  where not exists (select from pg_db_role_setting d cross join unnest(d.setconfig) c(text)
    where d.setrole = (select oid from pg_roles where rolname = 'axonflow_web') and c.text like s.name || '=%')
union all
select 'Q19 a role sets the scope by itself', r.rolname from pg_db_role_setting d join pg_roles r on r.oid = d.setrole cross join unnest(d.setconfig) c(text)
  where c.text like 'app.current_org_id=%' or c.text like 'row_security=%'
union all
select 'Q20 table without org_id is granted', a.relname from global_tables g join grants a on a.oid = g.oid
  where a.grantee in (select oid from pg_roles where rolname in ('axonflow_app_role', 'axonflow_web', 'axonflow_entry')) or a.grantee = 0
union all
select 'Q20 sign-in table is granted to a request role', a.relname from grants a
  where a.nspname = 'auth' and a.grantee in (select oid from request_roles)
union all
select 'Q21 ledger may be changed: ' || a.privilege_type, o.relname from ours o cross join lateral aclexplode(o.relacl) a
  where o.relname in ('ledger_leaf', 'ledger_body', 'ledger_personal', 'ledger_checkpoint') and a.grantee in (select oid from request_roles)
    and a.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
union all
select 'Q21 ledger column may be changed', c.relname || '.' || att.attname from pg_attribute att join ours c on c.oid = att.attrelid
  cross join lateral aclexplode(att.attacl) a
  where c.relname in ('ledger_leaf', 'ledger_body', 'ledger_personal', 'ledger_checkpoint') and a.grantee in (select oid from request_roles)
    and a.privilege_type = 'UPDATE'
union all
select 'Q21 append-only trigger is missing or off', t.name from (values ('ledger_leaf'), ('ledger_checkpoint')) t(name)
  where (select count(*) from pg_trigger g join ours o on o.oid = g.tgrelid
         where o.relname = t.name and g.tgname like 'append_only%' and g.tgenabled in ('O', 'A')) <> 2
union all
select 'Q21 the trigger that keeps records unchanged is missing or off', o.relname from tables o
  where (o.relname = 'ledger_body' or o.oid in (select inhrelid from pg_inherits where inhparent = 'public.ledger_body'::regclass))
    and not exists (select from pg_trigger g where g.tgrelid = o.oid and g.tgname = 'unchanged' and g.tgenabled in ('O', 'A'))
union all
select 'Q22 sequence', relname from ours where relkind = 'S'
union all
select 'Q23 trigger calls a definer function', g.tgname from pg_trigger g join pg_proc p on p.oid = g.tgfoid where p.prosecdef and not g.tgisinternal
order by 1, 2
