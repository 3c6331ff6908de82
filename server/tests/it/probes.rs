//! Raw SQL under the request role attacks every table of another organisation (SP-11, A-02, A-03). The tables come from
//! the catalogue, so a new one is attacked as soon as it exists.

use std::collections::BTreeSet;

use sqlx::{Executor, PgConnection, PgPool};
use store::{RequestPool, orgs};
use uuid::Uuid;

use crate::kit::{
    self, Org,
    database::{Login, execute, parse},
    kit,
    rows::{self, Table},
};

/// The ways to be refused: no right or row-level security, and a scope that is not set or empty.
const NO_RIGHT: &str = "42501";
const NO_SCOPE: [&str; 3] = [NO_RIGHT, "22P02", "42704"];

/// A request connection inside one organisation, as the server opens it.
struct Inside<'c> {
    conn: &'c mut PgConnection,
}

impl Inside<'_> {
    /// Runs a statement and takes its effect back.
    async fn attempt(&mut self, sql: &str) -> Result<u64, String> {
        self.conn.execute("savepoint probe").await.unwrap();
        let outcome = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut *self.conn).await;
        self.conn.execute("rollback to savepoint probe").await.unwrap();
        outcome.map(|done| done.rows_affected()).map_err(|error| code(&error))
    }

    async fn count(&mut self, sql: &str) -> Result<i64, String> {
        self.conn.execute("savepoint probe").await.unwrap();
        let outcome = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut *self.conn).await;
        self.conn.execute("rollback to savepoint probe").await.unwrap();
        outcome.map_err(|error| code(&error))
    }
}

fn code(error: &sqlx::Error) -> String {
    error.as_database_error().and_then(|refusal| refusal.code()).map_or_else(|| error.to_string(), |code| code.into_owned())
}

/// Everything that the attack on one table got hold of.
async fn leaks_of(inside: &mut Inside<'_>, table: &Table, own: Uuid, foreign: Uuid) -> Vec<String> {
    let name = &table.name;
    let column = table.changeable.as_deref().unwrap_or("org_id");
    let mut leaks = Vec::new();
    for sql in [
        format!("select count(*) from {name} where org_id = '{foreign}'"),
        format!("select count(*) from {name} where org_id <> '{own}'"),
        format!("select count(*) from {name} where org_id::text || '' like '{foreign}%'"),
    ] {
        match inside.count(&sql).await {
            Ok(0) => {}
            Err(refusal) if refusal == NO_RIGHT => {}
            other => leaks.push(format!("{sql}: {other:?}")),
        }
    }
    let mine = inside.count(&format!("select count(*) from {name}")).await.unwrap_or_default().unsigned_abs();
    for (sql, most) in [
        (format!("select 1 from {name} where org_id = '{foreign}' for update"), 0),
        (format!("update {name} set {column} = {column} where org_id = '{foreign}'"), 0),
        (format!("update {name} set {column} = {column}"), mine),
        (format!("delete from {name} where org_id = '{foreign}'"), 0),
        (format!("delete from {name}"), mine),
    ] {
        match inside.attempt(&sql).await {
            Ok(rows) if rows <= most => {}
            // The ledger's own guard comes after row-level security, and children keep their parents.
            Err(refusal) if [NO_RIGHT, "AX001", "23503"].contains(&refusal.as_str()) => {}
            other => leaks.push(format!("{sql}: {other:?}")),
        }
    }
    for sql in [
        format!(
            "insert into {name} select (jsonb_populate_record(null::{name}, to_jsonb(x) || '{{\"org_id\": \"{foreign}\"}}')).* from {name} x"
        ),
        format!(
            "insert into {name} select (jsonb_populate_record(null::{name}, to_jsonb(x) || '{{\"org_id\": \"{foreign}\"}}')).* from {name} x on conflict do nothing"
        ),
        format!("update {name} set org_id = '{foreign}'"),
        format!("truncate {name}"),
    ] {
        match inside.attempt(&sql).await {
            Err(refusal) if refusal == NO_RIGHT => {}
            other => leaks.push(format!("{sql}: {other:?}")),
        }
    }
    leaks
}

/// Attacks every table from inside `own`; says what could be had of `foreign`.
async fn leaks(superuser: &PgPool, web: &PgPool, own: Uuid, foreign: Uuid) -> Vec<String> {
    let mut leaks = Vec::new();
    let mut conn = connection(web).await;
    for table in rows::tables(superuser).await {
        enter(&mut conn, own).await;
        leaks.extend(leaks_of(&mut Inside { conn: &mut conn }, &table, own, foreign).await);
        conn.execute("rollback").await.unwrap();
    }
    leaks
}

#[expect(clippy::disallowed_methods, reason = "an attacker's connection")]
async fn connection(pool: &PgPool) -> sqlx::pool::PoolConnection<sqlx::Postgres> {
    pool.acquire().await.unwrap()
}

async fn enter(conn: &mut PgConnection, org: Uuid) {
    let begin = format!("begin; select app.enter_org('{org}')");
    sqlx::raw_sql(sqlx::AssertSqlSafe(begin)).execute(conn).await.unwrap();
}

/// Two organisations with a row in every table.
async fn two_orgs(superuser: &PgPool, platform: &store::PlatformPool, pool: &RequestPool) -> (Org, Org) {
    let (a, b) = (Org::create(platform).await, Org::create(platform).await);
    for org in [&a, &b] {
        rows::populate(pool, &org.scope(platform)).await;
        org.member(platform, "owner").await;
        for table in rows::tables(superuser).await {
            rows::fill(superuser, &table, org.id.as_uuid()).await;
        }
    }
    (a, b)
}

async fn shared_orgs() -> (Org, Org) {
    let kit = kit().await;
    two_orgs(&kit.superuser, &kit.platform, &kit.pool).await
}

#[test]
fn no_table_gives_anything_of_another_organisation() {
    kit::run(async {
        let kit = kit().await;
        let (a, b) = shared_orgs().await;
        let web = kit.raw(Login::Web, 1).await;
        let tables = rows::tables(&kit.superuser).await;
        assert!(tables.len() > 15, "the catalogue lists only {} tables", tables.len());
        for table in tables.iter().filter(|table| !table.is_partition) {
            let sql = format!("select count(*) from {} where org_id = $1", table.name);
            for org in [&a, &b] {
                let rows: i64 =
                    sqlx::query_scalar(sqlx::AssertSqlSafe(sql.clone())).bind(org.id.as_uuid()).fetch_one(&kit.superuser).await.unwrap();
                assert!(rows > 0, "{} has no row to attack", table.name);
            }
        }

        let leaks = leaks(&kit.superuser, &web, a.id.as_uuid(), b.id.as_uuid()).await;

        assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    });
}

#[test]
fn an_opened_table_is_noticed_and_no_other() {
    kit::run(async {
        let scratch = kit().await.scratch().await;
        let (a, b) = two_orgs(&scratch.superuser, &scratch.platform, &scratch.pool).await;
        execute(
            &scratch.superuser,
            "create policy opened on public.policies to axonflow_app_role using (true) with check (true);
             alter table public.members disable row level security",
        )
        .await;

        let leaks = leaks(&scratch.superuser, &scratch.web().await, a.id.as_uuid(), b.id.as_uuid()).await;

        let opened: BTreeSet<&str> = leaks.iter().flat_map(|leak| leak.split(' ')).filter(|word| word.starts_with("public.")).collect();
        assert_eq!(opened.into_iter().collect::<Vec<_>>(), ["public.members", "public.policies"], "{leaks:#?}");
    });
}

#[test]
fn a_row_of_another_organisation_cannot_be_guessed_by_its_key() {
    kit::run(async {
        let kit = kit().await;
        let (a, b) = shared_orgs().await;
        let web = kit.raw(Login::Web, 1).await;
        let mut conn = connection(&web).await;
        for table in rows::tables(&kit.superuser).await.into_iter().filter(|table| table.may_insert) {
            let name = &table.name;
            let sql = format!("select to_jsonb(x) from {name} x where org_id = $1 limit 1");
            let mut row: serde_json::Value =
                sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(b.id.as_uuid()).fetch_one(&kit.superuser).await.unwrap();
            row["org_id"] = a.id.to_string().into();
            enter(&mut conn, a.id.as_uuid()).await;
            let sql = format!("insert into {name} select * from jsonb_populate_record(null::{name}, $1)");
            let outcome = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(sqlx::types::Json(row)).execute(&mut *conn).await;
            conn.execute("rollback").await.unwrap();

            // Its own names are in use in A as well; what must not be in use is B's id.
            let told = outcome.err().map(|error| code(&error));
            let own_names = [
                "public.api_keys",
                "public.directory_groups",
                "public.directory_settings",
                "public.directory_users",
                "public.policies",
                "public.policy_versions",
                "public.policy_overrides",
                "public.policy_releases",
                "public.policy_sets",
                "public.sdk_passwords",
                "public.sdk_sessions",
                "public.sso_connections",
                "public.sso_domains",
                "public.teams",
            ];
            let by_name = own_names.contains(&name.as_str()) || name.starts_with("public.ledger_");
            assert!(by_name || told.as_deref() != Some("23505"), "{name} tells that another organisation's key is in use");
        }
    });
}

#[test]
fn without_a_scope_every_table_is_an_error_and_never_empty() {
    kit::run(async {
        let kit = kit().await;
        let (a, _) = shared_orgs().await;
        let web = kit.raw(Login::Web, 1).await;
        let mut conn = connection(&web).await;
        let tables = rows::tables(&kit.superuser).await;
        for before in ["never", "earlier"] {
            for role in ["reset role", "set role axonflow_app_role"] {
                conn.execute(role).await.unwrap();
                for table in &tables {
                    let read = format!("select count(*) from {}", table.name);
                    let refused: Result<i64, _> = sqlx::query_scalar(sqlx::AssertSqlSafe(read)).fetch_one(&mut *conn).await;
                    let refused = refused.map_err(|error| code(&error));
                    assert!(
                        refused.as_ref().is_err_and(|code| NO_SCOPE.contains(&code.as_str())),
                        "{} after {role}, scope set {before}: {refused:?}",
                        table.name
                    );
                }
            }
            conn.execute("reset role").await.unwrap();
            enter(&mut conn, a.id.as_uuid()).await;
            conn.execute("commit").await.unwrap();
        }
    });
}

#[test]
fn an_organisation_that_does_not_exist_has_nothing() {
    kit::run(async {
        let kit = kit().await;
        shared_orgs().await;
        let web = kit.raw(Login::Web, 1).await;
        let mut conn = connection(&web).await;
        for table in rows::tables(&kit.superuser).await {
            enter(&mut conn, Uuid::new_v4()).await;
            let found = Inside { conn: &mut conn }.count(&format!("select count(*) from {}", table.name)).await;
            conn.execute("rollback").await.unwrap();
            assert!(found == Ok(0) || found == Err(NO_RIGHT.to_owned()), "{}: {found:?}", table.name);
        }
    });
}

#[test]
fn copies_carry_only_own_rows() {
    kit::run(async {
        let kit = kit().await;
        let (a, b) = shared_orgs().await;
        let web = kit.raw(Login::Web, 1).await;
        let mut conn = connection(&web).await;
        for table in rows::tables(&kit.superuser).await.into_iter().filter(|table| !table.is_partition) {
            let name = &table.name;
            enter(&mut conn, a.id.as_uuid()).await;
            if !table.is_reachable {
                let out = Inside { conn: &mut conn }.attempt(&format!("copy {name} to stdout")).await;
                assert!(out.is_err(), "{name}: lies in a schema that nobody may use");
                conn.execute("rollback").await.unwrap();
                continue;
            }
            let copied = copy_out(&mut conn, &format!("copy (select * from {name}) to stdout")).await;
            assert!(copied.contains(&a.id.to_string()), "{name}: own rows are missing");
            assert!(!copied.contains(&b.id.to_string()), "{name}: foreign rows were copied");
            let bulk = Inside { conn: &mut conn }.attempt(&format!("copy {name} from stdin")).await;
            assert!(bulk.is_err(), "{name}: rows can be copied in past row-level security");
            conn.execute("rollback").await.unwrap();
        }
    });
}

async fn copy_out(conn: &mut PgConnection, sql: &str) -> String {
    use futures::TryStreamExt as _;
    let parts: Vec<_> = conn.copy_out_raw(sql).await.unwrap().try_collect().await.unwrap();
    String::from_utf8(parts.concat()).unwrap()
}

#[test]
fn no_role_can_be_climbed_to() {
    kit::run(async {
        let kit = kit().await;
        let (a, _) = shared_orgs().await;
        let web = kit.raw(Login::Web, 1).await;
        let mut conn = connection(&web).await;
        enter(&mut conn, a.id.as_uuid()).await;
        let mut inside = Inside { conn: &mut conn };
        for sql in [
            "set role axonflow_platform_admin",
            "set local role axonflow_platform_admin",
            "set role axonflow_entry",
            "set role axonflow_superuser",
            "set session authorization axonflow_platform_admin",
            "select set_config('role', 'axonflow_platform_admin', true)",
            "set row_security = off; select count(*) from public.orgs",
            "reset role; select count(*) from public.orgs",
            "reset role; select count(*) from auth.persons",
            "select count(*) from auth.persons",
            "select * from entry.signing_keys()",
            "create table public.mine (x int)",
            "create temporary table mine (x int)",
            "create function public.mine() returns int language sql as 'select 1'",
            "alter role axonflow_app_role bypassrls",
            "select app.ensure_ledger_months(current_date, 1)",
            "select app.protect_table('public.orgs')",
            "copy (select 1) to program 'true'",
        ] {
            assert_eq!(inside.attempt(sql).await, Err(NO_RIGHT.to_owned()), "{sql}");
        }
    });
}

#[test]
fn a_commit_leaves_neither_organisation_nor_role_behind() {
    kit::run(async {
        let (a, _) = shared_orgs().await;
        let web = kit().await.raw(Login::Web, 1).await;
        let mut conn = connection(&web).await;
        for end in ["commit", "rollback"] {
            enter(&mut conn, a.id.as_uuid()).await;
            conn.execute(end).await.unwrap();

            let (left, role): (Option<String>, String) =
                sqlx::query_as("select current_setting('app.current_org_id', true), current_user::text")
                    .fetch_one(&mut *conn)
                    .await
                    .unwrap();

            assert_eq!((left.unwrap_or_default().as_str(), role.as_str()), ("", "axonflow_web"), "{end}");
        }
    });
}

#[test]
fn two_connections_serve_a_thousand_turns_without_mixing_them_up() {
    kit::run(async {
        let kit = kit().await;
        let (a, b) = (Org::create(&kit.platform).await, Org::create(&kit.platform).await);
        let pool = RequestPool::connect(&parse(kit.url(Login::Web)), axonflow::clock::system(), 2).await.unwrap();
        let tenants = [a.tenant(kit).await, b.tenant(kit).await];
        let scopes = [a.scope(&kit.platform), b.scope(&kit.platform)];
        let turn = |number: usize| {
            let (pool, scope, expected) = (&pool, &scopes[number % 2], tenants[number % 2]);
            async move {
                let mut tx = pool.org_tx(scope).await.unwrap();
                let found: Vec<_> = orgs::tenants(&mut tx).await.unwrap().into_iter().map(|(tenant, _)| tenant).collect();
                if number.is_multiple_of(3) {
                    tx.commit_housekeeping(store::Housekeeping::KeyUsed).await.unwrap();
                }
                assert_eq!(found, [expected], "turn {number}");
            }
        };
        for round in 0..250 {
            futures::future::join_all((0..4).map(|step| turn(round * 4 + step))).await;
        }
    });
}

#[test]
fn roles_are_told_by_a_function_that_cannot_be_fooled_and_nobody_grants_themselves_one() {
    kit::run(async {
        let scratch = kit().await.scratch().await;
        let (org, other) = (Org::create(&scratch.platform).await, Org::create(&scratch.platform).await);
        let approver = org.member(&scratch.platform, "approver").await.as_uuid();
        let web = scratch.web().await;
        // A table of one's own under the same name must not be asked.
        let allow = "do $$ begin execute format('grant temporary on database %I to axonflow_web', current_database()); end $$";
        execute(&scratch.superuser, allow).await;
        execute(&web, "create temporary table user_roles (org_id uuid, person_id uuid, role_id uuid); set search_path = pg_temp, public")
            .await;
        let holds = async |org: &Org, role: &str| -> bool {
            let ask = sqlx::query_scalar("select entry.has_role($1, $2, $3)").bind(org.id.as_uuid()).bind(approver).bind(role);
            ask.fetch_one(&web).await.unwrap()
        };

        assert!(holds(&org, "approver").await);
        assert!(!holds(&org, "owner").await && !holds(&other, "approver").await);
        let mut conn = connection(&web).await;
        enter(&mut conn, org.id.as_uuid()).await;
        let mut inside = Inside { conn: &mut conn };
        for sql in [
            format!("insert into public.user_roles select org_id, '{approver}', role_id, now() from public.roles where name = 'owner'"),
            "update public.user_roles set role_id = (select role_id from public.roles where name = 'owner')".to_owned(),
            "update public.roles set permissions = permissions || '{keys:write}'".to_owned(),
        ] {
            assert_eq!(inside.attempt(&sql).await, Err(NO_RIGHT.to_owned()), "{sql}");
        }
        conn.execute("rollback").await.unwrap();
        drop(conn);
        execute(&scratch.superuser, &format!("update members set suspended_at = now() where person_id = '{approver}'")).await;
        assert!(!holds(&org, "approver").await, "a suspended member has no role");
    });
}
