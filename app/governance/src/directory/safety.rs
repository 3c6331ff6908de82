//! Departures that wait, because more of them came at once than pass by themselves.

use ledger::Deed;
use model::{
    DeedKind, Invalid, PersonId,
    views::{HeldDeparture, OwnerLine, SafetyView},
};
use store::{
    OrgScope, OrgTx,
    directory::{held, settings, users},
    members::{self, Way},
};
use uuid::Uuid;

use crate::{
    Error, Governance, Result,
    members::{KeysOfLeaver, Leaver, break_glass, leave},
};

/// Who waits, and from when on departures wait.
pub async fn read(gov: &Governance, scope: &OrgScope) -> Result<SafetyView> {
    let marked = break_glass::owners(gov, scope).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let settings = settings::read(&mut tx).await?;
    let owners = members::owners(&mut tx).await?.into_iter().map(|(person, email)| {
        let marked = marked.iter().find(|one| one.person == person);
        OwnerLine { person, email, is_break_glass: marked.is_some(), is_proven: marked.is_some_and(|one| one.is_proven) }
    });
    let owners: Vec<OwnerLine> = owners.collect();
    let held = held::list(&mut tx).await?;
    let line = |row: held::HeldRow| HeldDeparture { person: row.person(), name: row.display_name, email: row.email, held_at: row.held_at };
    Ok(SafetyView {
        held: held.into_iter().map(line).collect(),
        held_above: settings.held_above,
        held_percent: settings.held_percent,
        window_minutes: settings.window_minutes,
        owners,
    })
}

/// Lets everybody leave who waits, or one of them; how many.
pub async fn release(gov: &Governance, scope: &OrgScope, who: Option<PersonId>) -> Result<usize> {
    let began = gov.now();
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    let acting = members::acting(&mut tx).await?;
    let waiting = waiting(&mut tx, who).await?;
    let mut deeds = Vec::new();
    for row in &waiting {
        held::settle(&mut tx, row.person()).await?;
        if members::life(&mut tx, row.person()).await?.is_some() {
            let leaver = Leaver { person: row.person(), keys_of: KeysOfLeaver::Revoke, way: Way::Directory, began, acting: &acting };
            deeds.extend(leave(gov, &mut tx, &leaver).await?);
        }
    }
    deeds.push(acting.sign(Deed::new(DeedKind::DirectoryDeparturesReleased, Uuid::now_v7()).fact("people", waiting.len())));
    tx.commit_all(&deeds).await?;
    Ok(waiting.len())
}

/// Nobody leaves who waits, or one of them does not; they stay members until the directory names them again. How many.
pub async fn discard(gov: &Governance, scope: &OrgScope, who: Option<PersonId>) -> Result<usize> {
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    let acting = members::acting(&mut tx).await?;
    let waiting = waiting(&mut tx, who).await?;
    for row in &waiting {
        held::settle(&mut tx, row.person()).await?;
    }
    let deed = Deed::new(DeedKind::DirectoryDeparturesDiscarded, Uuid::now_v7()).fact("people", waiting.len());
    tx.commit(acting.sign(deed)).await?;
    Ok(waiting.len())
}

async fn waiting(tx: &mut OrgTx, who: Option<PersonId>) -> Result<Vec<held::HeldRow>> {
    let mut waiting = held::list(tx).await?;
    waiting.retain(|row| who.is_none_or(|who| row.person() == who));
    if waiting.is_empty() {
        return Err(Error::Conflict("Nobody waits any more. Somebody else may have settled it.".to_owned()));
    }
    Ok(waiting)
}

/// Says from when on departures wait: more than a number, and more than a part of everybody, within some minutes.
pub async fn change(gov: &Governance, scope: &OrgScope, above: i32, percent: i32, minutes: i32) -> Result<()> {
    let bounds = [("above", above, 10_000), ("percent", percent, 100), ("minutes", minutes, 1_440)];
    for (field, value, most) in bounds {
        if !(1..=most).contains(&value) {
            return Err(Invalid::new(field, format!("must be from 1 to {most}")).into());
        }
    }
    let mut tx = gov.pool().org_tx(scope).await?;
    let before = settings::read(&mut tx).await?;
    let new = settings::Settings { held_above: above, held_percent: percent, window_minutes: minutes, ..before };
    settings::write(&mut tx, &new).await?;
    let acting = members::acting(&mut tx).await?;
    let deed = Deed::new(DeedKind::DirectorySettingsChanged, Uuid::now_v7())
        .fact("held_above", above)
        .fact("held_percent", percent)
        .fact("window_minutes", minutes);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// Whether the directory says of somebody with this address that they do not work here: single sign-on does not bring them back.
pub(crate) async fn has_left(tx: &mut OrgTx, address: &str) -> Result<bool> {
    Ok(users::has_left(tx, address).await?)
}
