use ledger::Deed;
use model::{DeedKind, EmailAddress, PersonId, PersonalField};
use scim::Document;
use store::{
    OrgTx,
    directory::{
        held, rules, settings,
        users::{self, UserRow},
    },
    members,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    account::{self, Account},
    depart::{Departed, depart},
};
use crate::{Governance, Result};

/// What a change in the directory came to for a membership.
#[derive(Debug, Default)]
pub(in crate::directory) struct Settled {
    /// Records of it.
    pub(super) deeds: Vec<Deed>,
    /// In words, for the log of calls; empty when nothing came of it.
    pub(super) words: String,
    /// Whether anything was written.
    pub(in crate::directory) is_change: bool,
}

impl Settled {
    pub(super) fn told_only(words: &str) -> Self {
        Self { words: words.to_owned(), ..Self::default() }
    }

    /// What came of the call.
    pub(in crate::directory) fn told(&self, what: &str) -> String {
        if self.words.is_empty() { what.to_owned() } else { format!("{what}; {}", self.words) }
    }

    /// All records of the call, its own first.
    pub(in crate::directory) fn records(self, of_call: Deed) -> Vec<Deed> {
        std::iter::once(of_call).chain(self.deeds).collect()
    }
}

/// Whether somebody works here and is no member yet: the next call about them looks again.
pub(in crate::directory) fn waits(row: &UserRow) -> bool {
    row.active && row.person().is_none()
}

/// Makes the membership what the directory says, after the row was written.
pub(in crate::directory) async fn settle(
    gov: &Governance,
    tx: &mut OrgTx,
    row: &UserRow,
    was_active: bool,
    began: OffsetDateTime,
) -> Result<Settled> {
    match (row.active, row.person()) {
        (false, Some(person)) if was_active => {
            members::lock_all(tx).await?;
            Ok(depart(gov, tx, person, began).await?.into())
        }
        (true, known) if known.is_none() || !was_active => {
            members::lock_all(tx).await?;
            arrive(tx, row, known).await
        }
        (true | false, _) => Ok(Settled::default()),
    }
}

/// Somebody works here: who waited to leave stays, who left comes back without the roles of before, who is new joins.
async fn arrive(tx: &mut OrgTx, row: &UserRow, known: Option<PersonId>) -> Result<Settled> {
    let (person, address, name) = match known {
        Some(person) => {
            let document = Document::from_stored(row.document.as_object().cloned().unwrap_or_default());
            let before = members::find(tx, person).await?;
            let address = before.and_then(|before| EmailAddress::parse(&before.email).ok()).or_else(|| account::address(&document));
            let Some(address) = address else { return Ok(Settled::default()) };
            let name = account::name(&document, &address);
            (person, address, name)
        }
        None => match account::account(tx, row).await? {
            Account::Of(person, address, name) => (person, address, name),
            Account::None(why) => return Ok(Settled::told_only(&why)),
        },
    };
    let waited = held::drop_of(tx, person).await?;
    let joined = members::join(tx, person, address.as_str(), &name).await?;
    if known.is_none() {
        users::link(tx, row.user_id, person).await?;
    }
    apply_roles(tx, Some(&[row.user_id])).await?;
    let words = match (joined, waited) {
        (true, _) => "is a member now",
        (false, true) => "the held departure is dropped",
        (false, false) => "is the member with this address",
    };
    let mut settled = Settled { is_change: true, ..Settled::told_only(words) };
    if joined {
        let deed = Deed::new(DeedKind::MemberAdded, person.as_uuid()).fact("source", "scim");
        settled.deeds.push(deed.personal(PersonalField::TargetPerson, address.as_str()));
    }
    Ok(settled)
}

/// Gives and takes the roles that follow from groups, for these people of the directory or for all.
pub(in crate::directory) async fn apply_roles(tx: &mut OrgTx, users: Option<&[Uuid]>) -> Result<(u64, u64)> {
    let settings = settings::read(tx).await?;
    Ok(rules::apply(tx, users, settings.default_role).await?)
}

impl From<Departed> for Settled {
    fn from(departed: Departed) -> Self {
        match departed {
            Departed::Nobody => Self::default(),
            Departed::Left(deeds) => Self { deeds, words: "is no member any more".to_owned(), is_change: true },
            Departed::Held(deed) => Self {
                deeds: vec![deed],
                words: "held: more leave at once than pass by themselves; an administrator releases or discards it".to_owned(),
                is_change: true,
            },
        }
    }
}
