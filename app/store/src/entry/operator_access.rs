//! The way of an operator into one organisation: by its grant, under its row-level security.

use std::sync::Arc;

use model::{OrgId, Principal};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::OperatorProof;
use crate::{OrgScope, RequestPool, Result};

/// What an operator asked an organisation for.
#[derive(Debug, Clone, FromRow)]
pub struct StaffAccess {
    /// Its id.
    pub access_id: Uuid,
    /// Who asked.
    pub operator: String,
    /// Why.
    pub reason: String,
    /// For how long.
    pub minutes: i32,
    /// When.
    pub asked_at: OffsetDateTime,
    /// `asked`, `granted`, `refused` or `ended`.
    pub status: String,
    /// When the organisation decided.
    pub decided_at: Option<OffsetDateTime>,
    /// When it is over.
    pub ends_at: Option<OffsetDateTime>,
}

/// What operators asked an organisation for, newest first.
pub async fn operator_accesses(pool: &RequestPool, proof: OperatorProof, org: OrgId, most: i32) -> Result<Vec<StaffAccess>> {
    Ok(sqlx::query_as("select * from entry.operator_accesses($1, $2, $3, $4)")
        .bind(proof.0.as_slice())
        .bind(pool.clock().now())
        .bind(org.as_uuid())
        .bind(most)
        .fetch_all(pool.raw())
        .await?)
}

/// The grant under which this operator may look now, and the scope that it opens; none without one.
pub async fn operator_access(pool: &RequestPool, proof: OperatorProof, org: OrgId) -> Result<Option<(Uuid, OrgScope)>> {
    let access: Option<Uuid> = sqlx::query_scalar("select entry.operator_access($1, $2, $3)")
        .bind(proof.0.as_slice())
        .bind(pool.clock().now())
        .bind(org.as_uuid())
        .fetch_one(pool.raw())
        .await?;
    Ok(access.map(|access| (access, OrgScope::new(org, Principal::Command { name: Arc::from("staff access") }))))
}
