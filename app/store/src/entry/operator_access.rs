//! The way of an operator into one organisation: by its grant, under its row-level security.

use std::sync::Arc;

use model::{OrgId, Principal};
use uuid::Uuid;

use super::{OperatorProof, operator::lines};
use crate::{OrgScope, RequestPool, Result, staff_access::StaffAccess};

/// What operators asked an organisation for, newest first.
pub async fn operator_accesses(pool: &RequestPool, proof: OperatorProof, org: OrgId, most: i32) -> Result<Vec<StaffAccess>> {
    lines(pool, proof, "operator_accesses", Some(org.as_uuid()), most).await
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
