use model::{OrgId, ReleaseChange, ReleaseId, ReleaseState};
use serde::Serialize;
use store::{
    OrgTx,
    policies::{self, OverrideRow, PolicyRow},
    releases::{self, OpenRelease},
};
use time::OffsetDateTime;

use super::OverrideView;
use crate::Result;

/// What a view of a policy shows that is not in its row.
pub(crate) struct Around {
    pub(crate) org: OrgId,
    now: OffsetDateTime,
    overrides: Vec<OverrideRow>,
    open: Vec<OpenRelease>,
}

/// A policy after a write, and what its view shows beside it.
pub(crate) struct Written {
    pub(crate) row: PolicyRow,
    pub(crate) around: Around,
}

/// A change of a policy that is not in force yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenReleaseView {
    /// Which.
    pub id: ReleaseId,
    /// `draft` or `requested`.
    pub state: ReleaseState,
    /// What it does.
    pub change: ReleaseChange,
}

impl Around {
    /// Reads what stands around the policies of an organisation now.
    pub(crate) async fn load(tx: &mut OrgTx) -> Result<Self> {
        Ok(Self { org: tx.org(), now: tx.now(), overrides: policies::overrides(tx).await?, open: releases::open(tx).await? })
    }

    /// Nothing around them.
    #[cfg(test)]
    pub(crate) const fn none(org: OrgId, now: OffsetDateTime) -> Self {
        Self { org, now, overrides: Vec::new(), open: Vec::new() }
    }

    /// The same with this open release in the place of the policy's earlier one.
    pub(crate) fn with_release(mut self, release: OpenRelease) -> Self {
        self.open.retain(|open| open.policy != release.policy);
        self.open.push(release);
        self
    }

    /// The override that is in force for a policy.
    pub(crate) fn override_of(&self, policy: &str) -> Option<OverrideView> {
        let found = self.overrides.iter().find(|row| row.policy_id == policy && is_live(row, self.now));
        found.cloned().map(OverrideView::of)
    }

    /// The open release of a policy.
    pub(crate) fn release_of(&self, policy: &str) -> Option<OpenReleaseView> {
        let found = self.open.iter().find(|open| open.policy == policy);
        found.map(|open| OpenReleaseView { id: open.id, state: open.state, change: open.change })
    }
}

pub(crate) fn is_live(row: &OverrideRow, now: OffsetDateTime) -> bool {
    row.expires_at.is_none_or(|end| now < end)
}
