use ledger::Deed;
use model::{DeedKind, ReleaseChange, ReleaseId, ReleaseState};
use store::{
    OrgTx,
    members::Acting,
    policies::{self, PolicyRow},
    releases::{self, Closing, ReleaseRow},
};
use uuid::Uuid;

use super::gate::after;
use crate::{
    Error, Result,
    policies::{Change, is_visible, own_policy, record_id, take_out},
};

/// A release and its policy, both locked, the policy first as every writer does; one that this caller may not see does not exist.
pub(super) async fn locked(tx: &mut OrgTx, id: ReleaseId) -> Result<(ReleaseRow, PolicyRow)> {
    let found = releases::find(tx, id).await?.filter(|row| is_visible(tx.scope().principal(), row.tenant())).ok_or(Error::NotFound)?;
    let policy = policies::lock_any(tx, &found.policy_id).await?.ok_or(Error::NotFound)?;
    let release = releases::lock(tx, id).await?.ok_or(Error::NotFound)?;
    Ok((release, policy))
}

/// The release is still open.
pub(super) fn expect_open(release: &ReleaseRow) -> Result<ReleaseState> {
    let state = release.state()?;
    if state.is_open() {
        return Ok(state);
    }
    let by = release.closed_by.as_deref().unwrap_or("somebody");
    Err(Error::Conflict(match state {
        ReleaseState::Withdrawn => format!("{by} withdrew it already."),
        ReleaseState::Draft | ReleaseState::Requested | ReleaseState::Released => format!("{by} released it already."),
    }))
}

/// How a release comes into force.
pub(super) struct Releasing<'a> {
    pub(super) hands: &'a [Uuid],
    pub(super) reason: Option<&'a str>,
    pub(super) is_emergency: bool,
}

/// Puts an open release of a locked policy in force, as its next version. What does not compile stays out.
pub(super) async fn apply(tx: &mut OrgTx, acting: &Acting, release: &ReleaseRow, live: &PolicyRow, how: &Releasing<'_>) -> Result<i32> {
    let version = live.version.saturating_add(1);
    if release.change()? == ReleaseChange::Remove {
        take_out(tx, live, &acting.name).await?;
    } else {
        put_in_force(tx, acting, &after(live, release), version, "released").await?;
    }
    let closing = Closing {
        state: ReleaseState::Released,
        version: Some(version),
        by: &acting.name,
        hands: how.hands,
        reason: how.reason,
        is_emergency: how.is_emergency,
    };
    releases::close(tx, release.id(), &closing).await?;
    Ok(version)
}

/// Writes a form of a locked policy as its next version, if it compiles.
pub(super) async fn put_in_force(tx: &mut OrgTx, acting: &Acting, row: &PolicyRow, version: i32, what: &str) -> Result<()> {
    if own_policy(row).is_err() {
        return Err(Error::Refused(
            "This form of the policy cannot be evaluated by this version of the product. Edit it first.".to_owned(),
        ));
    }
    policies::update(tx, &row.policy_id, version, &row.fields).await?;
    Change { id: &row.policy_id, version, what, tier: &row.tier, fields: &row.fields }.keep(tx, &acting.name).await
}

/// Ends a release without a reason to say.
pub(super) async fn close(
    tx: &mut OrgTx,
    release: &ReleaseRow,
    state: ReleaseState,
    version: Option<i32>,
    acting: &Acting,
    hands: &[Uuid],
) -> Result<()> {
    let closing = Closing { state, version, by: &acting.name, hands, reason: None, is_emergency: false };
    Ok(releases::close(tx, release.id(), &closing).await?)
}

/// The record of something that happened to a release.
pub(super) fn deed(kind: DeedKind, release: &ReleaseRow) -> Result<Deed> {
    Ok(Deed::new(kind, record_id(&release.policy_id))
        .target(release.policy_id.as_str())
        .fact("release", release.id().to_string())
        .fact("name", release.fields().name.as_str())
        .fact("change", release.change()?.as_str())
        .fact("base_version", release.base_version))
}
