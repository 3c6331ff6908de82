//! Rows for tables: real ones through the store where it writes them, generic ones by column type for the rest, so that
//! a table that is added tomorrow is probed without anybody remembering it.

use ledger::Deed;
use model::{DecisionId, DeedKind, ExportId, Id, KeyId, PermissionSet, Plane, ReleaseChange, ReleaseId, Severity, TenantId};
use serde_json::{Value, json};
use sqlx::{FromRow, PgPool};
use store::{
    OrgScope, RequestPool,
    approvals::{self, NewApproval},
    directory, exports,
    keys::{self, NewKey},
    mail, orgs, policies,
    releases::{self, NewRelease},
};
use time::Duration;
use uuid::Uuid;

/// What an organisation was given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows {
    pub(crate) key: KeyId,
    pub(crate) approval: model::ApprovalId,
    pub(crate) export: ExportId,
    pub(crate) release: ReleaseId,
    pub(crate) directory: model::DirectoryTokenId,
    pub(crate) mail: Uuid,
}

pub(crate) const POLICY: &str = "pol_probe";
pub(crate) const DYNAMIC_POLICY: &str = "pol_probe_conditions";
pub(crate) const REGO_POLICY: &str = "pol_probe_rego";

/// Gives an organisation a key, a policy with a version and an override, a held call, an export and a directory token.
pub(crate) async fn populate(pool: &RequestPool, scope: &OrgScope) -> Rows {
    let mut tx = pool.org_tx(scope).await.unwrap();
    let tenant = orgs::tenants(&mut tx).await.unwrap()[0].0;
    let rows = Rows { key: fresh(), approval: fresh(), export: fresh(), release: fresh(), directory: fresh(), mail: Uuid::now_v7() };
    let key = NewKey {
        key: rows.key,
        tenant,
        name: "probe",
        environment: model::KeyEnvironment::Live,
        kind: model::KeyKind::Client,
        scopes: PermissionSet::sdk(),
        connector_rights: &[],
        networks: &[],
        created_by: None,
        created_name: "test",
        expires_at: None,
    };
    keys::add(&mut tx, &key).await.unwrap();
    keys::add_secret(&mut tx, rows.key, &[7; 32], "tail").await.unwrap();
    policies::add(&mut tx, POLICY, None, &policy(), "test").await.unwrap();
    policies::add(&mut tx, DYNAMIC_POLICY, None, &other_kind("conditions", &dynamic_document()), "test").await.unwrap();
    policies::add(&mut tx, REGO_POLICY, None, &other_kind("rego", &json!({"source": REGO, "tests": ""})), "test").await.unwrap();
    policies::add_version(&mut tx, POLICY, 1, "created", "test", json!({})).await.unwrap();
    policies::add_override(&mut tx, POLICY, "block", "because", "test", None).await.unwrap();
    releases::add(&mut tx, &release(rows.release, tenant, &policy())).await.unwrap();
    policies::keep_set(&mut tx, "digest", json!({})).await.unwrap();
    let approve_by = tx.now() + Duration::HOUR;
    approvals::add(&mut tx, &approval(&rows, tenant, approve_by)).await.unwrap();
    exports::add(&mut tx, rows.export, "test", None, None).await.unwrap();
    let token = directory::tokens::NewToken {
        token: rows.directory,
        name: "probe",
        digest: &[8; 32],
        tail: "tail",
        created_by: "test",
        expires_at: approve_by,
    };
    assert!(directory::tokens::add(&mut tx, token).await.unwrap());
    mail::add(&mut tx, rows.mail, "ada@probe.example", None, &json!({"letter": "none"})).await.unwrap();
    tx.commit(Deed::new(DeedKind::KeyCreated, rows.key.as_uuid())).await.unwrap();
    rows
}

/// A draft of the probe's policy.
fn release(id: ReleaseId, tenant: TenantId, fields: &policies::PolicyFields) -> NewRelease<'_> {
    let (change, hands, by) = (ReleaseChange::Update, &[], "test");
    NewRelease { id, policy: POLICY, tenant: Some(tenant), change, base_version: 1, fields, hands, by }
}

/// A new id.
pub(crate) fn fresh<K>() -> Id<K> {
    Id::from_uuid(Uuid::now_v7())
}

fn policy() -> policies::PolicyFields {
    policies::PolicyFields {
        name: "Probe".to_owned(),
        description: String::new(),
        category: "sensitive-data".to_owned(),
        kind: "pattern".to_owned(),
        pattern: "probe".to_owned(),
        document: None,
        surfaces: Vec::new(),
        severity: "low".to_owned(),
        action: "log".to_owned(),
        enabled: true,
        priority: 1,
        tags: Vec::new(),
        critical: false,
        test_cases: json!([]),
    }
}

const REGO: &str = "package probe\ndeny if input.query == \"probe\"\n";

fn dynamic_document() -> Value {
    let condition = json!({"field": "query", "operator": "equals", "value": "probe"});
    json!({"type": "risk", "conditions": [condition], "actions": [{"type": "log", "config": {}}]})
}

fn other_kind(kind: &str, document: &Value) -> policies::PolicyFields {
    policies::PolicyFields { kind: kind.to_owned(), pattern: String::new(), document: Some(document.clone()), ..policy() }
}

/// A held call of that key.
pub(crate) fn approval(rows: &Rows, tenant: model::TenantId, approve_by: time::OffsetDateTime) -> NewApproval {
    NewApproval {
        id: rows.approval,
        tenant,
        key: rows.key,
        decision: Some(fresh::<model::Decision>()) as Option<DecisionId>,
        plane: Plane::Queue,
        request_type: "probe".to_owned(),
        title: "A call".to_owned(),
        target: None,
        severity: Severity::Low,
        call_masked: "{}".to_owned(),
        call_digest: [1; 32],
        call_sealed: vec![1],
        policy_id: POLICY.to_owned(),
        policy_name: "Probe".to_owned(),
        reason: "because".to_owned(),
        end_user: None,
        labels: json!({}),
        notify_url: None,
        approve_by,
        execute_seconds: 60,
    }
}

/// A table that belongs to organisations.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// Rows are written through the parent.
    pub(crate) is_partition: bool,
    /// A column that request traffic may change, if there is one.
    pub(crate) changeable: Option<String>,
    pub(crate) may_insert: bool,
    /// Request traffic may use the schema that it lies in.
    pub(crate) is_reachable: bool,
}

/// Every table with an organisation, straight from the catalogue.
pub(crate) async fn tables(superuser: &PgPool) -> Vec<Table> {
    sqlx::query_as(
        "select format('%I.%I', n.nspname, c.relname) as name, c.relispartition as is_partition,
                has_schema_privilege('axonflow_app_role', n.oid, 'USAGE') as is_reachable,
                has_table_privilege('axonflow_app_role', c.oid, 'INSERT') as may_insert,
                (select quote_ident(u.attname) from pg_attribute u where u.attrelid = c.oid and u.attnum > 0 and not u.attisdropped
                   and has_column_privilege('axonflow_app_role', c.oid, u.attnum, 'UPDATE') order by u.attnum limit 1) as changeable
         from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
         where c.relkind in ('r', 'p') and a.attname = 'org_id' and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema')
         order by 1",
    )
    .fetch_all(superuser)
    .await
    .unwrap()
}

/// Puts one row of an organisation into a table where it has none.
pub(crate) async fn fill(superuser: &PgPool, table: &Table, org: Uuid) {
    let count = format!("select count(*) from {} where org_id = $1", table.name);
    let known: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count)).bind(org).fetch_one(superuser).await.unwrap();
    if known > 0 || table.is_partition {
        return;
    }
    let (columns, values) = row_of(superuser, &table.name, org).await;
    // Only foreign keys are left out: a made-up row has no parent.
    let sql =
        format!("begin; set local session_replication_role = replica; insert into {} ({columns}) values ({values}); commit", table.name);
    let filled = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(superuser).await;
    filled.unwrap_or_else(|error| panic!("{} cannot be filled by column type, so it needs a row in `populate`: {error}", table.name));
}

/// A value for every column that needs one; a checked text takes the first word that its check names.
async fn row_of(superuser: &PgPool, table: &str, org: Uuid) -> (String, String) {
    let columns: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "select a.attname::text, format_type(a.atttypid, null),
                (select substring(pg_get_constraintdef(k.oid) from '''([^'']*)''') from pg_constraint k
                 where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum])
         from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef",
    )
    .bind(table)
    .fetch_all(superuser)
    .await
    .unwrap();
    let value = |(name, kind, word): &(String, String, Option<String>)| match (name.as_str(), kind.as_str()) {
        ("org_id", _) => format!("'{org}'"),
        (_, "uuid") => "gen_random_uuid()".to_owned(),
        (_, "timestamp with time zone") => "now()".to_owned(),
        (_, "text") => format!("'{}'", word.as_deref().unwrap_or("probe")),
        (_, "bytea") => "decode(repeat('07', 32), 'hex')".to_owned(),
        (_, "boolean") => "false".to_owned(),
        (_, "jsonb" | "text[]" | "uuid[]" | "bytea[]") => "'{}'".to_owned(),
        _ => "1".to_owned(),
    };
    let names: Vec<&str> = columns.iter().map(|(name, ..)| name.as_str()).collect();
    let values: Vec<String> = columns.iter().map(value).collect();
    (names.join(", "), values.join(", "))
}
