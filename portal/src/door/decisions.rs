use governance::decisions;
use model::{
    DecisionId, PageSize, Permission,
    views::{DecisionDetail, DecisionFilter, DecisionPage},
};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// One page of decisions, newest first.
pub(crate) async fn decisions(org: String, filter: DecisionFilter) -> Result<DecisionPage, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::AuditReadAll).await?;
    decisions::list(door.governance(), &scope, &filter, PageSize::default()).await.or_refuse(&door)
}

/// Everything about one decision.
pub(crate) async fn decision(org: String, id: DecisionId) -> Result<DecisionDetail, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::AuditReadAll).await?;
    decisions::detail(door.governance(), &scope, id).await.or_refuse(&door)
}
