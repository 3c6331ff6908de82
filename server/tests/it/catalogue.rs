//! The catalogue query finds nothing in the schema as it is, and every way of spoiling it (TC-03, TC-05, TC-08, TC-10).

use sqlx::{Row, postgres::PgRow};
use store::platform;

use crate::kit::{self, kit};

const CATALOGUE: &str = include_str!("../../../app/store/src/platform/catalogue.sql");

/// What is planted, and the rule that has to notice.
const MUTATIONS: &[(&str, &str, &str)] = &[
    ("row-level security is switched off", "alter table public.policies disable row level security", "Q01"),
    ("row-level security is not forced", "alter table public.policies no force row level security", "Q02"),
    ("a policy is dropped", "drop policy own_org on public.approvals", "Q03"),
    (
        "a policy serves reads only",
        "drop policy own_org on public.approvals;
         create policy own_org on public.approvals for select to axonflow_app_role
           using (org_id = (select current_setting('app.current_org_id'))::uuid)",
        "Q03",
    ),
    (
        "an unset scope shows nothing instead of failing",
        "drop policy own_org on public.members;
         create policy own_org on public.members to axonflow_app_role
           using (org_id = (select current_setting('app.current_org_id', true))::uuid)
           with check (org_id = (select current_setting('app.current_org_id', true))::uuid)",
        "Q04",
    ),
    (
        "the scope is compared as text, where an empty one would match",
        "drop policy own_org on public.members;
         create policy own_org on public.members to axonflow_app_role
           using (org_id::text = (select current_setting('app.current_org_id')))
           with check (org_id::text = (select current_setting('app.current_org_id')))",
        "Q04",
    ),
    (
        "rows may be written into another organisation",
        "drop policy own_org on public.members;
         create policy own_org on public.members to axonflow_app_role
           using (org_id = (select current_setting('app.current_org_id'))::uuid) with check (true)",
        "Q04",
    ),
    ("an entry policy serves everybody", "create policy entry_reads on public.tenants for select to public using (true)", "Q04"),
    ("a second policy opens the table", "create policy support on public.approvals to axonflow_app_role using (true)", "Q06"),
    (
        "a second policy for everybody opens the table",
        "create policy support on public.approvals for select to public using (org_id is not null)",
        "Q06",
    ),
    ("the request role bypasses row-level security", "alter role axonflow_app_role bypassrls", "Q07"),
    ("the request role can become the platform", "grant axonflow_platform_admin to axonflow_app_role", "Q07"),
    ("the login can become the entry role", "grant axonflow_entry to axonflow_web", "Q07"),
    ("the login inherits", "alter role axonflow_web inherit", "Q07"),
    ("the entry role can sign in", "alter role axonflow_entry login", "Q07"),
    (
        "the request role owns a table",
        "create table public.mine (org_id uuid not null); alter table public.mine owner to axonflow_app_role",
        "Q08",
    ),
    ("the request role may empty a table", "grant truncate on public.policies to axonflow_app_role", "Q09"),
    ("the request role may hang triggers on a table", "grant trigger on public.policies to axonflow_app_role", "Q09"),
    ("the login reads without a scope", "grant select on public.policies to axonflow_web", "Q09"),
    ("a view runs with its owner's rights", "create view public.all_keys as select org_id, name from public.api_keys", "Q10"),
    (
        "a materialised view keeps every organisation's rows",
        "create materialized view public.all_keys as select org_id, name from public.api_keys",
        "Q11",
    ),
    (
        "a definer function stands outside the entry schema",
        "create function public.all_orgs() returns bigint language sql security definer set search_path = pg_catalog, pg_temp
           as 'select count(*) from public.orgs'",
        "Q12",
    ),
    ("a definer function follows the caller's search_path", "alter function entry.person(uuid) reset search_path", "Q12"),
    ("an entry function belongs to somebody with more rights", "alter function entry.person(uuid) owner to axonflow_platform_admin", "Q12"),
    ("everybody may call an entry function", "grant execute on function entry.person(uuid) to public", "Q12"),
    ("request traffic may call an entry function", "grant execute on function entry.person(uuid) to axonflow_app_role", "Q12"),
    ("a unique index reaches across organisations", "create unique index name_once on public.api_keys (name)", "Q13"),
    (
        "a foreign key reaches across organisations",
        "create table public.notes (org_id uuid not null references public.orgs, note_id uuid not null, key_id uuid not null,
           primary key (org_id, note_id));
         create unique index org_first on public.api_keys (key_id, org_id);
         alter table public.api_keys add constraint key_once unique (key_id);
         alter table public.notes add constraint to_any_key foreign key (key_id) references public.api_keys (key_id)",
        "Q14",
    ),
    (
        "a partition is granted directly",
        "do $$ begin execute format('grant select on %s to axonflow_app_role', (select inhrelid::regclass from pg_inherits where inhparent = 'public.ledger_body'::regclass limit 1)); end $$",
        "Q15",
    ),
    ("a row may belong to nobody", "create table public.notes (org_id uuid, note text)", "Q16"),
    ("a function leaks what it sees", "create function public.seen(text) returns boolean language sql leakproof as 'select true'", "Q17"),
    ("everybody may read a table", "grant select on public.orgs to public", "Q18"),
    ("everybody may call a function", "grant execute on function app.protect_table(regclass) to public", "Q18"),
    ("a login may run for ever", "alter role axonflow_web reset statement_timeout", "Q19"),
    (
        "a login brings an organisation along",
        "alter role axonflow_web set app.current_org_id = '018f0000-0000-7000-8000-000000000000'",
        "Q19",
    ),
    (
        "a table of everybody's is granted",
        "create table public.prices (price_id uuid primary key); grant select on public.prices to axonflow_app_role",
        "Q20",
    ),
    ("request traffic reads persons", "grant select on auth.persons to axonflow_app_role", "Q20"),
    ("the ledger may be changed", "grant update on public.ledger_leaf to axonflow_app_role", "Q21"),
    ("a column of the ledger may be changed", "grant update (leaf) on public.ledger_leaf to axonflow_app_role", "Q21"),
    ("records may be deleted", "grant delete on public.ledger_body to axonflow_app_role", "Q21"),
    ("an append-only trigger is off", "alter table public.ledger_leaf disable trigger append_only", "Q21"),
    ("an append-only trigger is gone", "drop trigger append_only_all on public.ledger_checkpoint", "Q21"),
    ("a column of a person is granted", "grant select (email) on auth.persons to axonflow_app_role", "Q20"),
    (
        "a column of a table of everybody's is granted",
        "create table public.prices (price int); grant select (price) on public.prices to axonflow_app_role",
        "Q20",
    ),
    ("the login reads one column without a scope", "grant select (name) on public.policies to axonflow_web", "Q09"),
    ("the request role may point at a column", "grant references (org_id) on public.policies to axonflow_app_role", "Q09"),
    (
        "a column of a partition is granted",
        "do $$ begin execute format('grant select (record) on %s to axonflow_app_role', (select inhrelid::regclass from pg_inherits where inhparent = 'public.ledger_body'::regclass limit 1)); end $$",
        "Q15",
    ),
    ("a column is granted to everybody", "grant select (name) on public.orgs to public", "Q18"),
    ("the trigger that keeps bodies is off", "alter table public.ledger_body disable trigger unchanged", "Q21"),
    ("the request role may make tables", "grant create on schema public to axonflow_app_role", "Q08"),
    ("a sequence tells how many there are", "create sequence public.counter", "Q22"),
    (
        "a trigger runs with its owner's rights",
        "create function public.watch() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp
           as 'begin return new; end';
         create trigger watch before insert on public.policies for each row execute function public.watch()",
        "Q23",
    ),
];

#[test]
fn the_schema_has_no_fault() {
    kit::run(async {
        let faults = platform::catalogue_faults(&kit().await.platform).await.unwrap();

        assert_eq!(faults, []);
    });
}

#[test]
fn every_planted_fault_is_found_by_its_rule() {
    kit::run(async {
        let scratch = kit().await.scratch().await;
        let mut silent = Vec::new();
        for (what, sql, rule) in MUTATIONS {
            let mut tx = begin(&scratch.superuser).await;
            sqlx::raw_sql(*sql).execute(&mut *tx).await.unwrap_or_else(|error| panic!("{what}: {error}"));
            let faults: Vec<PgRow> = sqlx::query(CATALOGUE).fetch_all(&mut *tx).await.unwrap();
            let rules: Vec<String> = faults.iter().map(|fault| fault.get("rule")).collect();
            if !rules.iter().any(|found| found.starts_with(rule)) {
                silent.push(format!("{what}: {rule} is silent, found {rules:?}"));
            }
            tx.rollback().await.unwrap();
        }

        assert!(silent.is_empty(), "{}", silent.join("\n"));
        assert_eq!(platform::catalogue_faults(&scratch.platform).await.unwrap(), []);
    });
}

#[expect(clippy::disallowed_methods, reason = "what is planted here belongs to no organisation and is rolled back")]
async fn begin(pool: &sqlx::PgPool) -> sqlx::Transaction<'static, sqlx::Postgres> {
    pool.begin().await.unwrap()
}
