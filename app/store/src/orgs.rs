//! The organisation's own row and its workspaces.

use std::collections::BTreeMap;

use model::{Id, OrgId, ReleaseMode, TenantId, Tier};
use sqlx::{FromRow, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// An organisation's name, licence and settings.
#[derive(Debug, Clone)]
pub struct OrgRecord {
    /// The organisation.
    pub org: OrgId,
    /// Its short name.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// What it has licensed.
    pub tier: Tier,
    /// Where its data lives.
    pub region: String,
    /// Whether API keys may decide held calls.
    pub api_keys_may_approve: bool,
    /// How long a held call waits for a human, in seconds.
    pub approve_within_seconds: i32,
    /// How long an approved call may be run, in seconds.
    pub execute_within_seconds: i32,
    /// When it was made.
    pub created_at: OffsetDateTime,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    slug: String,
    name: String,
    tier: String,
    region: String,
    api_keys_may_approve: bool,
    approve_within_seconds: i32,
    execute_within_seconds: i32,
    created_at: OffsetDateTime,
}

#[derive(FromRow)]
struct TenantRow {
    org_id: Uuid,
    tenant_id: Uuid,
    name: String,
}

org_rows!(Row, TenantRow, GoverningRow);

/// The organisation that the transaction is in.
pub async fn this(tx: &mut OrgTx) -> Result<OrgRecord> {
    let org = tx.org();
    let row: Row = tx
        .maybe(
            sqlx::query_as(
                "select org_id, slug, name, tier, region, api_keys_may_approve, approve_within_seconds, execute_within_seconds, created_at
                 from public.orgs where org_id = $1",
            )
            .bind(org.as_uuid()),
        )
        .await?
        .ok_or(Error::RowCount(0))?;
    Ok(OrgRecord {
        org,
        slug: row.slug,
        name: row.name,
        tier: Tier::parse(&row.tier).ok_or(Error::Corrupt("tier"))?,
        region: row.region,
        api_keys_may_approve: row.api_keys_may_approve,
        approve_within_seconds: row.approve_within_seconds,
        execute_within_seconds: row.execute_within_seconds,
        created_at: row.created_at,
    })
}

/// How strict the organisation is with what shipped policies find; the words are parsed by the room that evaluates them.
#[derive(Debug, Clone)]
pub struct GoverningRecord {
    /// The profile.
    pub profile: String,
    /// Settings by name.
    pub actions: BTreeMap<String, String>,
}

#[derive(FromRow)]
struct GoverningRow {
    org_id: Uuid,
    governance_profile: String,
    governance_actions: Json<BTreeMap<String, String>>,
}

/// The organisation's profile and settings.
pub async fn governing(tx: &mut OrgTx) -> Result<GoverningRecord> {
    let org = tx.org().as_uuid();
    let select = "select org_id, governance_profile, governance_actions from public.orgs where org_id = $1";
    let row: Option<GoverningRow> = tx.maybe(sqlx::query_as(select).bind(org)).await?;
    let row = row.ok_or(Error::RowCount(0))?;
    Ok(GoverningRecord { profile: row.governance_profile, actions: row.governance_actions.0 })
}

/// Writes the organisation's profile and settings.
pub async fn set_governing(tx: &mut OrgTx, new: &GoverningRecord) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.run(
        sqlx::query("update public.orgs set governance_profile = $2, governance_actions = $3 where org_id = $1")
            .bind(org)
            .bind(&new.profile)
            .bind(Json(&new.actions)),
    )
    .await
    .and_then(expect_one)
}

/// How a change of a policy comes into force. It cannot change before this transaction ends, so that nothing becomes live that was
/// written while the other mode began.
pub async fn release_mode(tx: &mut OrgTx) -> Result<ReleaseMode> {
    let org = tx.org().as_uuid();
    let word: Option<String> =
        sqlx::query_scalar("select release_mode from public.orgs where org_id = $1 for share").bind(org).fetch_optional(tx.conn()).await?;
    word.as_deref().and_then(ReleaseMode::parse).ok_or(Error::Corrupt("release mode"))
}

/// Writes how a change of a policy comes into force.
pub async fn set_release_mode(tx: &mut OrgTx, mode: ReleaseMode) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.run(sqlx::query("update public.orgs set release_mode = $2 where org_id = $1").bind(org).bind(mode.as_str()))
        .await
        .and_then(expect_one)
}

/// Whether user tokens that cannot be verified are refused.
pub async fn strict_user_tokens(tx: &mut OrgTx) -> Result<bool> {
    let org = tx.org().as_uuid();
    Ok(sqlx::query_scalar("select strict_user_tokens from public.orgs where org_id = $1").bind(org).fetch_one(tx.conn()).await?)
}

/// Writes whether user tokens that cannot be verified are refused.
pub async fn set_strict_user_tokens(tx: &mut OrgTx, strict: bool) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.run(sqlx::query("update public.orgs set strict_user_tokens = $2 where org_id = $1").bind(org).bind(strict))
        .await
        .and_then(expect_one)
}

/// The workspaces, oldest first.
pub async fn tenants(tx: &mut OrgTx) -> Result<Vec<(TenantId, String)>> {
    let rows: Vec<TenantRow> =
        tx.all(sqlx::query_as("select org_id, tenant_id, name from public.tenants order by created_at, tenant_id")).await?;
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.tenant_id), row.name)).collect())
}
