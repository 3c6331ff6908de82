use gate::problem::Problem;
use governance::approvals::Claimed;
use model::ApprovalId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What queue routes answer.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Envelope<T> {
    success: bool,
    data: T,
}

/// One page of the queue.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Page<T> {
    success: bool,
    data: Vec<T>,
    meta: Meta,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Meta {
    pub(super) total: u64,
    pub(super) limit: i64,
    pub(super) offset: u32,
}

impl<T> Envelope<T> {
    pub(super) fn of(data: T) -> Self {
        Self { success: true, data }
    }
}

impl<T> Page<T> {
    pub(super) fn of(data: Vec<T>, meta: Meta) -> Self {
        Self { success: true, data, meta }
    }
}

/// A decision by API key. Who decides is the credential; what the body says about a reviewer is kept as a claim.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct Review {
    #[serde(default)]
    reviewer_id: String,
    #[serde(default)]
    reviewer_email: String,
    reviewer_role: Option<String>,
    pub(super) comment: Option<String>,
}

/// Where a held call stands after a decision.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Decided {
    pub(super) request_id: String,
    /// `approved` or `rejected`.
    pub(super) status: &'static str,
}

impl Review {
    pub(super) fn claimed(&self) -> Claimed {
        let short = |text: &str| text.chars().take(254).collect::<String>();
        Claimed {
            reviewer_id: short(&self.reviewer_id),
            reviewer_email: short(&self.reviewer_email),
            reviewer_role: self.reviewer_role.as_deref().map(short),
        }
    }
}

/// The id in the path.
pub(super) fn approval_id(text: &str) -> Result<ApprovalId, Problem> {
    text.parse().map_err(|_| Problem::invalid("request_id", "is not a UUID"))
}
