//! Policies that an organisation writes, their versions, overrides, and the sets that decisions name.

use model::{Id, TenantId};
use sqlx::{FromRow, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A stored policy; its words are parsed by the room that evaluates it.
#[derive(Debug, Clone, FromRow)]
pub struct PolicyRow {
    org_id: Uuid,
    /// Its id.
    pub policy_id: String,
    tenant_id: Option<Uuid>,
    /// `organization` or `tenant`.
    pub tier: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its category.
    pub category: String,
    /// The regular expression.
    pub pattern: String,
    /// How bad a match is.
    pub severity: String,
    /// What it asks for.
    pub action: String,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Order in lists.
    pub priority: i32,
    /// Free labels.
    pub tags: Vec<String>,
    /// Counts changes from 1.
    pub version: i32,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
}

impl PolicyRow {
    /// The workspace that it applies to; every one when `None`.
    pub fn tenant(&self) -> Option<TenantId> {
        self.tenant_id.map(Id::from_uuid)
    }
}

/// The changeable part of a policy.
#[derive(Debug, Clone)]
pub struct PolicyFields {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its category.
    pub category: String,
    /// The regular expression.
    pub pattern: String,
    /// How bad a match is.
    pub severity: String,
    /// What it asks for.
    pub action: String,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Order in lists.
    pub priority: i32,
    /// Free labels.
    pub tags: Vec<String>,
}

/// One earlier or current form of a policy.
#[derive(Debug, Clone, FromRow)]
pub struct VersionRow {
    org_id: Uuid,
    /// Counts from 1.
    pub version: i32,
    /// `created`, `updated`, `enabled`, `disabled` or `deleted`.
    pub change_type: String,
    /// Who changed it.
    pub changed_by: String,
    /// When.
    pub changed_at: OffsetDateTime,
    /// What it was after the change.
    pub snapshot: serde_json::Value,
}

/// An override of a shipped or own policy.
#[derive(Debug, Clone, FromRow)]
pub struct OverrideRow {
    org_id: Uuid,
    /// The policy.
    pub policy_id: String,
    /// What it asks for instead.
    pub action: String,
    /// Whether it is evaluated, when overridden too.
    pub enabled: Option<bool>,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub created_by: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// Until when.
    pub expires_at: Option<OffsetDateTime>,
}

org_rows!(PolicyRow, VersionRow, OverrideRow);

const COLUMNS: &str = "org_id, policy_id, tenant_id, tier, name, description, category, pattern, severity, action, enabled,
    priority, tags, version, created_by, created_at, updated_at";

/// Every live policy, oldest first.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<PolicyRow>> {
    let text = format!("select {COLUMNS} from public.policies where deleted_at is null order by created_at, policy_id");
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text))).await
}

/// How many live policies there are.
pub async fn count(tx: &mut OrgTx) -> Result<i64> {
    let org = tx.org().as_uuid();
    Ok(sqlx::query_scalar("select count(*) from public.policies where org_id = $1 and deleted_at is null")
        .bind(org)
        .fetch_one(tx.conn())
        .await?)
}

/// Ids of policies with this name, removed ones too: history still names them.
pub async fn ids_named(tx: &mut OrgTx, name: &str) -> Result<Vec<String>> {
    let org = tx.org().as_uuid();
    Ok(sqlx::query_scalar("select policy_id from public.policies where org_id = $1 and lower(name) = lower($2)")
        .bind(org)
        .bind(name)
        .fetch_all(tx.conn())
        .await?)
}

/// One live policy.
pub async fn find(tx: &mut OrgTx, policy: &str) -> Result<Option<PolicyRow>> {
    let text = format!("select {COLUMNS} from public.policies where org_id = $1 and policy_id = $2 and deleted_at is null");
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(policy)).await
}

/// One live policy, locked for a change.
pub async fn lock(tx: &mut OrgTx, policy: &str) -> Result<Option<PolicyRow>> {
    let text = format!("select {COLUMNS} from public.policies where org_id = $1 and policy_id = $2 and deleted_at is null for update");
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(policy)).await
}

/// Inserts a policy as version 1.
pub async fn add(tx: &mut OrgTx, policy: &str, tenant: Option<TenantId>, fields: &PolicyFields, by: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let tier = if tenant.is_some() { "tenant" } else { "organization" };
    tx.run(
        sqlx::query(
            "insert into public.policies (org_id, policy_id, tenant_id, tier, name, description, category, pattern, severity, action,
               enabled, priority, tags, version, created_by, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $15)",
        )
        .bind(org)
        .bind(policy)
        .bind(tenant.map(Id::as_uuid))
        .bind(tier)
        .bind(&fields.name)
        .bind(&fields.description)
        .bind(&fields.category)
        .bind(&fields.pattern)
        .bind(&fields.severity)
        .bind(&fields.action)
        .bind(fields.enabled)
        .bind(fields.priority)
        .bind(&fields.tags)
        .bind(by)
        .bind(now),
    )
    .await
    .and_then(expect_one)
}

/// Writes a changed policy under its next version. The caller holds its lock.
pub async fn update(tx: &mut OrgTx, policy: &str, version: i32, fields: &PolicyFields) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.policies set name = $3, description = $4, category = $5, pattern = $6, severity = $7, action = $8,
               enabled = $9, priority = $10, tags = $11, version = $12, updated_at = $13
             where org_id = $1 and policy_id = $2 and deleted_at is null",
        )
        .bind(org)
        .bind(policy)
        .bind(&fields.name)
        .bind(&fields.description)
        .bind(&fields.category)
        .bind(&fields.pattern)
        .bind(&fields.severity)
        .bind(&fields.action)
        .bind(fields.enabled)
        .bind(fields.priority)
        .bind(&fields.tags)
        .bind(version)
        .bind(now),
    )
    .await
    .and_then(expect_one)
}

/// Takes a policy out of force; its versions stay.
pub async fn delete(tx: &mut OrgTx, policy: &str, version: i32) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "update public.policies set deleted_at = $4, updated_at = $4, version = $3
             where org_id = $1 and policy_id = $2 and deleted_at is null",
        )
        .bind(org)
        .bind(policy)
        .bind(version)
        .bind(now),
    )
    .await
    .and_then(expect_one)
}

/// Keeps one form of a policy.
pub async fn add_version(
    tx: &mut OrgTx,
    policy: &str,
    version: i32,
    change_type: &str,
    by: &str,
    snapshot: serde_json::Value,
) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.policy_versions (org_id, policy_id, version, change_type, changed_by, changed_at, snapshot)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(org)
        .bind(policy)
        .bind(version)
        .bind(change_type)
        .bind(by)
        .bind(now)
        .bind(Json(snapshot)),
    )
    .await
    .and_then(expect_one)
}

/// Every form of a policy, newest first.
pub async fn versions(tx: &mut OrgTx, policy: &str) -> Result<Vec<VersionRow>> {
    let org = tx.org().as_uuid();
    tx.all(
        sqlx::query_as(
            "select org_id, version, change_type, changed_by, changed_at, snapshot from public.policy_versions
             where org_id = $1 and policy_id = $2 order by version desc limit 500",
        )
        .bind(org)
        .bind(policy),
    )
    .await
}

/// Every override, expired ones too.
pub async fn overrides(tx: &mut OrgTx) -> Result<Vec<OverrideRow>> {
    tx.all(sqlx::query_as(
        "select org_id, policy_id, action, enabled, reason, created_by, created_at, expires_at
         from public.policy_overrides order by created_at, policy_id",
    ))
    .await
}

/// The override of one policy.
pub async fn find_override(tx: &mut OrgTx, policy: &str) -> Result<Option<OverrideRow>> {
    let org = tx.org().as_uuid();
    tx.maybe(
        sqlx::query_as(
            "select org_id, policy_id, action, enabled, reason, created_by, created_at, expires_at
             from public.policy_overrides where org_id = $1 and policy_id = $2",
        )
        .bind(org)
        .bind(policy),
    )
    .await
}

/// Inserts an override.
pub async fn add_override(
    tx: &mut OrgTx,
    policy: &str,
    action: &str,
    reason: &str,
    by: &str,
    expires_at: Option<OffsetDateTime>,
) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.policy_overrides (org_id, policy_id, action, reason, created_by, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(org)
        .bind(policy)
        .bind(action)
        .bind(reason)
        .bind(by)
        .bind(now)
        .bind(expires_at),
    )
    .await
    .and_then(expect_one)
}

/// Lifts an override; false when there was none.
pub async fn delete_override(tx: &mut OrgTx, policy: &str) -> Result<bool> {
    let org = tx.org().as_uuid();
    let rows =
        tx.run(sqlx::query("delete from public.policy_overrides where org_id = $1 and policy_id = $2").bind(org).bind(policy)).await?;
    Ok(rows == 1)
}

/// Keeps the description of a policy set under its digest, once.
pub async fn keep_set(tx: &mut OrgTx, digest: &str, document: serde_json::Value) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(
        sqlx::query(
            "insert into public.policy_sets (org_id, digest, document, first_used_at) values ($1, $2, $3, $4) on conflict do nothing",
        )
        .bind(org)
        .bind(digest)
        .bind(Json(document))
        .bind(now),
    )
    .await?;
    Ok(())
}

/// The description of a policy set.
pub async fn find_set(tx: &mut OrgTx, digest: &str) -> Result<Option<serde_json::Value>> {
    let org = tx.org().as_uuid();
    let found: Option<Json<serde_json::Value>> =
        sqlx::query_scalar("select document from public.policy_sets where org_id = $1 and digest = $2")
            .bind(org)
            .bind(digest)
            .fetch_optional(tx.conn())
            .await?;
    Ok(found.map(|Json(document)| document))
}
