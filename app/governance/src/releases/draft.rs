use ledger::Deed;
use model::{DeedKind, Id, ReleaseChange, ReleaseId, ReleaseState, TenantId};
use store::{
    OrgTx,
    members::Acting,
    policies::{self, PolicyFields, PolicyRow},
    releases::{self, Edit, NewRelease, OpenRelease, ReleaseRow},
};
use uuid::Uuid;

use super::hands::{hands, joined};
use crate::{
    Result,
    policies::{Around, Change, Removed, Written, own_row, take_out},
};

/// Drafts a policy: its row is there, out of force, and comes into force when the draft is released.
pub(crate) async fn draft_new(
    mut tx: OrgTx,
    acting: &Acting,
    id: &str,
    tenant: Option<TenantId>,
    fields: &PolicyFields,
) -> Result<Written> {
    let off = PolicyFields { enabled: false, ..fields.clone() };
    policies::add(&mut tx, id, tenant, &off, &acting.name).await?;
    let row = own_row(&mut tx, id, None).await?;
    Change { id, version: 1, what: "drafted", tier: &row.tier, fields: &off }.keep(&mut tx, &acting.name).await?;
    let around = Around::load(&mut tx).await?;
    let open = keep(&mut tx, acting, &row, None, ReleaseChange::Create, fields).await?;
    commit(tx, acting, &open, &row, fields).await?;
    Ok(Written { row, around: around.with_release(open) })
}

/// Drafts a change of a locked policy, upon its open draft where there is one. The answer is out of force.
pub(crate) async fn draft_edit(
    mut tx: OrgTx,
    acting: &Acting,
    mut row: PolicyRow,
    onto: impl FnOnce(PolicyFields) -> Result<PolicyFields>,
) -> Result<Written> {
    let earlier = releases::lock_open(&mut tx, &row.policy_id).await?;
    let around = Around::load(&mut tx).await?;
    let change = earlier.as_ref().map(ReleaseRow::change).transpose()?;
    let before = earlier.as_ref().filter(|_| change != Some(ReleaseChange::Remove)).map_or(&row.fields, ReleaseRow::fields).clone();
    let fields = onto(before.clone())?;
    let is_upon_live = earlier.as_ref().is_none_or(|earlier| earlier.base_version == row.version);
    if fields == before && change != Some(ReleaseChange::Remove) && is_upon_live {
        row.fields = PolicyFields { enabled: fields.enabled && earlier.is_none(), ..fields };
        return Ok(Written { row, around });
    }
    let change = change.filter(|change| *change == ReleaseChange::Create).unwrap_or(ReleaseChange::Update);
    let open = keep(&mut tx, acting, &row, earlier.as_ref(), change, &fields).await?;
    commit(tx, acting, &open, &row, &fields).await?;
    row.fields = PolicyFields { enabled: false, ..fields };
    Ok(Written { row, around: around.with_release(open) })
}

/// Drafts the removal of a locked policy; one that was never in force is removed at once, with its draft.
pub(crate) async fn draft_removal(mut tx: OrgTx, acting: &Acting, row: PolicyRow) -> Result<Removed> {
    let earlier = releases::lock_open(&mut tx, &row.policy_id).await?;
    if let Some(earlier) = earlier.as_ref()
        && earlier.change()? == ReleaseChange::Create
    {
        give_up(tx, acting, &row, earlier).await?;
        return Ok(Removed::Gone);
    }
    let fields = row.fields.clone();
    let open = keep(&mut tx, acting, &row, earlier.as_ref(), ReleaseChange::Remove, &fields).await?;
    let id = open.id;
    commit(tx, acting, &open, &row, &fields).await?;
    Ok(Removed::Drafted(id))
}

/// Withdraws the draft of a policy that was never in force, and the policy with it.
pub(super) async fn give_up(mut tx: OrgTx, acting: &Acting, row: &PolicyRow, draft: &ReleaseRow) -> Result<()> {
    let own = hands(&mut tx).await?;
    super::apply::close(&mut tx, draft, ReleaseState::Withdrawn, None, acting, &own).await?;
    let removed = take_out(&mut tx, row, &acting.name).await?.deed(DeedKind::PolicyDeleted);
    let withdrawn = super::apply::deed(DeedKind::ReleaseWithdrawn, draft)?;
    tx.commit_all(&[acting.sign(withdrawn), acting.sign(removed)]).await?;
    Ok(())
}

/// Writes the draft, new or upon the earlier one.
async fn keep(
    tx: &mut OrgTx,
    acting: &Acting,
    row: &PolicyRow,
    earlier: Option<&ReleaseRow>,
    change: ReleaseChange,
    fields: &PolicyFields,
) -> Result<OpenRelease> {
    let own = hands(tx).await?;
    let id: ReleaseId = earlier.map_or_else(|| Id::from_uuid(Uuid::now_v7()), ReleaseRow::id);
    match earlier {
        Some(earlier) => {
            let hands = joined(&earlier.hands, &own);
            let edit = Edit { change, base_version: row.version, fields, hands: &hands, by: &acting.name };
            releases::edit(tx, id, &edit).await?;
        }
        None => {
            let (policy, tenant, base_version) = (row.policy_id.as_str(), row.tenant(), row.version);
            releases::add(tx, &NewRelease { id, policy, tenant, change, base_version, fields, hands: &own, by: &acting.name }).await?;
        }
    }
    Ok(OpenRelease { id, policy: row.policy_id.clone(), state: ReleaseState::Draft, change })
}

async fn commit(tx: OrgTx, acting: &Acting, open: &OpenRelease, row: &PolicyRow, fields: &PolicyFields) -> Result<()> {
    // The version that it would become.
    let version = row.version.saturating_add(1);
    let change = Change { id: &row.policy_id, version, what: open.change.as_str(), tier: &row.tier, fields };
    let deed: Deed = change.deed(DeedKind::PolicyDrafted).fact("release", open.id.to_string());
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}
