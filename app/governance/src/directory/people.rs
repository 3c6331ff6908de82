use model::views::{DirectoryPerson, DirectoryPersonState};
use scim::{Document, Kind};
use store::{
    OrgScope,
    directory::{Slice, held, users},
    members,
};

use crate::{Governance, Result};

/// How many a page shows.
const PAGE: i64 = 100;

/// The directory's people, oldest first, with what they are here; and how many there are.
pub async fn people(gov: &Governance, scope: &OrgScope, page: u32) -> Result<(i64, Vec<DirectoryPerson>)> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let slice = Slice { offset: i64::from(page.saturating_sub(1)) * PAGE, limit: PAGE };
    let (total, rows) = users::list(&mut tx, None, slice).await?;
    let held = held::list(&mut tx).await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        let is_member = match row.person() {
            Some(person) => members::life(&mut tx, person).await?.is_some(),
            None => false,
        };
        let waits = held.iter().any(|held| Some(held.person()) == row.person());
        let state = match (row.active, is_member, waits) {
            (_, true, true) => DirectoryPersonState::Held,
            (true, true, false) => DirectoryPersonState::Member,
            (true, false, _) => DirectoryPersonState::NoMember,
            (false, ..) => DirectoryPersonState::Left,
        };
        let document = Document::from_stored(row.document.as_object().cloned().unwrap_or_default());
        people.push(DirectoryPerson {
            user_name: document.name(Kind::User).to_owned(),
            external_id: document.text("externalId").map(str::to_owned),
            email: document.email().map(str::to_owned),
            person: row.person().filter(|_| is_member),
            state,
            changed_at: row.updated_at,
        });
    }
    Ok((total, people))
}
