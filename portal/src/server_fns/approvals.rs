use leptos::prelude::*;
use model::{
    ApprovalId,
    views::{ApprovalDetail, QueueView},
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::typed;
use crate::{PortalError, pages::approvals::QueueQuery};

/// What a person answers to a held call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    /// It may run, once.
    Approve,
    /// It must not run.
    Reject,
}

/// One page of the queue; the words are those of the address bar.
#[server(prefix = "/fn", endpoint = "approvals/list")]
pub(crate) async fn list_approvals(org: String, query: QueueQuery) -> Result<QueueView, PortalError> {
    crate::door::approvals::approvals(org, query.filter()).await
}

/// The first held call of such a page, if it has any.
#[server(prefix = "/fn", endpoint = "approvals/first")]
pub(crate) async fn read_first(org: String, query: QueueQuery) -> Result<Option<ApprovalDetail>, PortalError> {
    let queue = crate::door::approvals::approvals(org.clone(), query.filter()).await?;
    let Some(first) = queue.items.first() else { return Ok(None) };
    crate::door::approvals::approval(org, first.id).await.map(Some)
}

/// One held call.
#[server(prefix = "/fn", endpoint = "approvals/read")]
pub(crate) async fn read_approval(org: String, id: ApprovalId) -> Result<ApprovalDetail, PortalError> {
    crate::door::approvals::approval(org, id).await
}

/// Lets a held call pass or refuses it, and shows it again.
#[server(prefix = "/fn", endpoint = "approvals/decide")]
pub(crate) async fn decide_approval(org: String, id: ApprovalId, answer: Answer, reason: Option<String>) -> Result<(), PortalError> {
    let reason = reason.filter(|text| !text.trim().is_empty());
    let said = reason.clone().unwrap_or_default();
    let done = match answer {
        Answer::Approve => crate::door::approvals::approve(org.clone(), id, reason).await.map(|()| "approved"),
        Answer::Reject => crate::door::approvals::reject(org.clone(), id, reason).await.map(|()| "rejected"),
    }
    .inspect_err(|_| typed::keep("reason", &said))?;
    leptos_axum::redirect(&format!("/o/{org}/approvals/{id}?done={done}"));
    Ok(())
}
