//! The people of an organisation, as the organisation knows them: who they are, whether they may enter, what they hold.

mod add;
mod departures;
mod held;
mod life;
mod list;

use std::collections::HashMap;

use ledger::Deed;
use model::{Id, PersonId, PersonalField, Principal};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{OrgTx, Result, directory, keys, row::org_rows, sso::set_up_links};

pub use add::{NewAssignment, assign, join, unassign};
pub use departures::{Departure, DepartureRow, Way, add_departure, departures, departures_of};
pub use held::{Assignment, held, held_by_all};
pub use life::{
    MemberLife, admins, break_glass_count, has_lasting_owner, life, lock_all, owners, reactivate, remove, set_break_glass, suspend,
};
pub use list::{MemberRecord, list};

/// A member's name and address.
#[derive(Debug, Clone)]
pub struct MemberName {
    /// The member's name.
    pub name: String,
    /// The member's e-mail address.
    pub email: String,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    person_id: Uuid,
    display_name: String,
    email: String,
}

org_rows!(Row);

/// Names of members, suspended ones too: history still names them.
pub async fn names(tx: &mut OrgTx) -> Result<HashMap<PersonId, MemberName>> {
    let rows: Vec<Row> = tx.all(sqlx::query_as("select org_id, person_id, display_name, email from public.members")).await?;
    Ok(rows.into_iter().map(|r| (Id::from_uuid(r.person_id), MemberName { name: r.display_name, email: r.email })).collect())
}

/// The name of one member, when they are one.
pub async fn find(tx: &mut OrgTx, person: PersonId) -> Result<Option<MemberName>> {
    let row: Option<Row> = tx
        .maybe(
            sqlx::query_as("select org_id, person_id, display_name, email from public.members where person_id = $1").bind(person.as_uuid()),
        )
        .await?;
    Ok(row.map(|r| MemberName { name: r.display_name, email: r.email }))
}

/// Who acts in a transaction, in words.
#[derive(Debug, Clone)]
pub struct Acting {
    /// Their name, for rows that say who made them.
    pub name: String,
    /// What the record keeps beside it, when a person acts.
    member: Option<MemberName>,
}

impl Acting {
    /// The deed with the acting member's name and address beside it.
    #[must_use]
    pub fn sign(&self, deed: Deed) -> Deed {
        let member = self.member.as_ref();
        deed.personal_opt(PersonalField::ActorName, member.map(|m| m.name.as_str()))
            .personal_opt(PersonalField::ActorEmail, member.map(|m| m.email.as_str()))
    }
}

/// Names whoever acts in this transaction.
pub async fn acting(tx: &mut OrgTx) -> Result<Acting> {
    let principal = tx.scope().principal().clone();
    let member = match principal.person() {
        Some(person) => find(tx, person).await?,
        None => None,
    };
    let name = match &principal {
        Principal::Member { .. } => member.as_ref().map_or_else(|| "former member".to_owned(), |m| m.name.clone()),
        Principal::ApiKey { key, .. } => keys::find(tx, *key).await?.map_or_else(|| key.client_id(), |k| k.name),
        Principal::Directory { token } => {
            directory::tokens::find(tx, *token).await?.map_or_else(|| "directory".to_owned(), |token| format!("directory ({})", token.name))
        }
        Principal::Guest { link } => {
            let made_for = set_up_links::find(tx, *link).await?.map_or_else(String::new, |link| format!(" ({})", link.made_for));
            format!("guest{made_for}")
        }
        Principal::Job { name } => format!("job {name}"),
        Principal::Command { name } => format!("operator ({name})"),
    };
    Ok(Acting { name, member })
}
