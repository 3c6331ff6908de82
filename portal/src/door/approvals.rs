use governance::approvals;
use model::{
    ApprovalId, PageSize, Permission,
    views::{ApprovalDetail, QueueFilter, QueueView},
};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// One page of the queue.
pub(crate) async fn approvals(org: String, filter: QueueFilter) -> Result<QueueView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::HoldsRead).await?;
    approvals::queue(door.governance(), &scope, filter, PageSize::default()).await.or_refuse(&door)
}

/// Everything about one held call.
pub(crate) async fn approval(org: String, id: ApprovalId) -> Result<ApprovalDetail, PortalError> {
    let door = door()?;
    let (scope, viewer) = member(&door, &org, Permission::HoldsRead).await?;
    let mut detail = approvals::detail(door.governance(), &scope, id).await.or_refuse(&door)?;
    if detail.refusal.is_none() && !viewer.may(Permission::HoldsDecide) {
        detail.refusal = Some("Only a person with the role approver or owner can decide.".to_owned());
    }
    Ok(detail)
}

/// Lets a held call pass.
pub(crate) async fn approve(org: String, id: ApprovalId, reason: Option<String>) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::HoldsDecide).await?;
    approvals::approve(door.governance(), &scope, id, reason.as_deref()).await.or_refuse(&door)
}

/// Refuses a held call.
pub(crate) async fn reject(org: String, id: ApprovalId, reason: Option<String>) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::HoldsDecide).await?;
    approvals::reject(door.governance(), &scope, id, reason.as_deref()).await.or_refuse(&door)
}
