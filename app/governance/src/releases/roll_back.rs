use model::{DeedKind, Id, Invalid, PersonalField, ReleaseChange, ReleaseId, ReleaseState, ShortText, views::ReleaseLine};
use store::{
    OrgScope, OrgTx,
    members::{self, Acting},
    policies::{self, PolicyRow, VersionRow},
    releases::{self as stored, Closing, NewRelease, ReleaseRow},
};
use uuid::Uuid;

use super::{
    apply::{deed, put_in_force},
    expect_green,
    hands::hands,
    list::line,
};
use crate::{
    Error, Governance, Result,
    policies::{expect_room, is_visible},
};

/// Puts an earlier version of a policy back in force in one step, as its next version; a removed policy comes back. Only what was in
/// force before can be put back, so no second person is asked.
pub async fn roll_back(gov: &Governance, scope: &OrgScope, policy: &str, version: i32, reason: Option<&str>) -> Result<ReleaseLine> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let reason = reason.map(|reason| ShortText::<500>::parse("reason", reason)).transpose()?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let live = policies::lock_any(&mut tx, policy).await?.filter(|row| is_visible(tx.scope().principal(), row.tenant()));
    let live = live.ok_or(Error::NotFound)?;
    let mut back = live.clone();
    back.fields = earlier(&mut tx, &live, version).await?.fields()?;
    if live.deleted_at.is_some() {
        expect_room(&mut tx).await?;
    }
    expect_green(&mut tx, &back).await?;
    let next = live.version.saturating_add(1);
    put_in_force(&mut tx, &acting, &back, next, "rolled_back").await?;
    let own = hands(&mut tx).await?;
    let after = keep(&mut tx, &acting, &live, &back, &own, reason.as_ref().map(ShortText::as_str)).await?;
    let record = deed(DeedKind::PolicyRolledBack, &after)?
        .fact("version", next)
        .fact("back_to", version)
        .personal_opt(PersonalField::Reason, reason.as_ref().map(ShortText::as_str));
    tx.commit(acting.sign(record)).await?;
    line(&after, &own)
}

/// Keeps the roll-back among the releases. An open draft stays as it is: it was written upon what is in force no more, so it has to
/// be looked at again.
async fn keep(
    tx: &mut OrgTx,
    acting: &Acting,
    live: &PolicyRow,
    back: &PolicyRow,
    hands: &[Uuid],
    reason: Option<&str>,
) -> Result<ReleaseRow> {
    let id: ReleaseId = Id::from_uuid(Uuid::now_v7());
    let (policy, tenant, base_version) = (live.policy_id.as_str(), live.tenant(), live.version);
    let (change, fields, by) = (ReleaseChange::RollBack, &back.fields, acting.name.as_str());
    let (state, version) = (ReleaseState::Released, Some(live.version.saturating_add(1)));
    stored::add_closed(
        tx,
        &NewRelease { id, policy, tenant, change, base_version, fields, hands, by },
        &Closing { state, version, by, hands, reason, is_emergency: false },
    )
    .await?;
    stored::find(tx, id).await?.ok_or(Error::NotFound)
}

/// A version that was in force, and is not now.
async fn earlier(tx: &mut OrgTx, live: &PolicyRow, version: i32) -> Result<VersionRow> {
    let found = policies::find_version(tx, &live.policy_id, version).await?;
    let found = found.ok_or_else(|| Invalid::new("version", "is not a version of this policy"))?;
    if matches!(found.change_type.as_str(), "drafted" | "deleted") {
        return Err(Error::Conflict(format!("Version {version} was never in force.")));
    }
    let is_same = live.deleted_at.is_none() && found.fields()? == live.fields;
    if is_same {
        return Err(Error::Conflict(format!("What version {version} says is in force already.")));
    }
    Ok(found)
}
