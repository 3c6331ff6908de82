//! Access by those who run the platform: asked for by an operator, decided by the organisation, over by itself or at once.

use ledger::Deed;
use model::{
    DeedKind, PersonalField,
    views::{StaffAccessLine, StaffAccessState, StaffAccessView, StaffLook},
};
use store::{
    OrgScope,
    ledger_read::{self, RecordFilter, StoredRecord},
    members,
    staff_access::{self, StaffAccess, StaffAccessRow},
};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{Error, Governance, Result};

/// Lines that the page shows.
const LINES: i64 = 50;

/// What somebody of the organisation says about an access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It begins, for as long as was asked.
    Grant,
    /// It does not begin.
    Refuse,
    /// It is over now.
    End,
}

/// What was asked, and every look that was taken, newest first.
pub async fn view(gov: &Governance, scope: &OrgScope) -> Result<StaffAccessView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = tx.now();
    let accesses = staff_access::list(&mut tx, LINES).await?.into_iter().map(|row| line(row, now)).collect();
    let filter = RecordFilter { kinds: vec![DeedKind::StaffLooked], ..RecordFilter::default() };
    let looks = ledger_read::page(&mut tx, &filter, LINES, 0).await?.iter().map(look).collect();
    Ok(StaffAccessView { accesses, looks })
}

/// Grants, refuses or ends an access; it counts from the operator's next request.
pub async fn answer(gov: &Governance, scope: &OrgScope, access: Uuid, answer: Answer) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let row = staff_access::lock(&mut tx, access).await?.ok_or(Error::NotFound)?;
    let (kind, status, ends_at) = match (answer, state(&row.access, tx.now())) {
        (Answer::Grant, StaffAccessState::Asked) => {
            (DeedKind::StaffAccessGranted, "granted", Some(tx.now() + Duration::minutes(i64::from(row.access.minutes))))
        }
        (Answer::Refuse, StaffAccessState::Asked) => (DeedKind::StaffAccessRefused, "refused", None),
        (Answer::End, StaffAccessState::Granted) => (DeedKind::StaffAccessEnded, "ended", Some(tx.now())),
        (Answer::Grant | Answer::Refuse, _) => return Err(Error::Conflict("This was decided already.".to_owned())),
        (Answer::End, _) => return Err(Error::Conflict("This access is not open.".to_owned())),
    };
    staff_access::decide(&mut tx, access, status, &acting.name, ends_at).await?;
    let deed = Deed::new(kind, access).fact("minutes", row.access.minutes).personal(PersonalField::TargetPerson, row.access.operator);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

fn state(access: &StaffAccess, now: OffsetDateTime) -> StaffAccessState {
    match access.status.as_str() {
        "asked" => StaffAccessState::Asked,
        "granted" if access.ends_at.is_some_and(|end| end > now) => StaffAccessState::Granted,
        "refused" => StaffAccessState::Refused,
        _ => StaffAccessState::Over,
    }
}

fn line(row: StaffAccessRow, now: OffsetDateTime) -> StaffAccessLine {
    let access = row.access;
    StaffAccessLine {
        state: state(&access, now),
        id: access.access_id.to_string(),
        operator: access.operator,
        reason: access.reason,
        minutes: access.minutes.unsigned_abs(),
        asked_at: access.asked_at,
        decided_by: row.decided_name,
        decided_at: access.decided_at,
        ends_at: access.ends_at,
    }
}

fn look(record: &StoredRecord) -> StaffLook {
    StaffLook { seq: record.seq, at: record.at, operator: record.value(PersonalField::ActorEmail).unwrap_or("an operator").to_owned() }
}
