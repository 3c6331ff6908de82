use ledger::Deed;
use model::{DeedKind, PersonId, PersonalField};
use store::{
    OrgTx,
    directory::{
        held::{self, Tide},
        settings::{self, Settings},
    },
    members::{self, Way},
    orgs,
};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Governance, Result,
    letters::{self, Letter},
    members::{KeysOfLeaver, Leaver, leave},
};

/// What became of a departure.
pub(in crate::directory) enum Departed {
    /// They were no member.
    Nobody,
    /// They left.
    Left(Vec<Deed>),
    /// It waits for a person.
    Held(Deed),
}

/// Somebody does not work here any more. More of them at once than pass by themselves wait: a mistake in a directory can remove
/// everybody. Members have to be locked.
pub(in crate::directory) async fn depart(gov: &Governance, tx: &mut OrgTx, person: PersonId, began: OffsetDateTime) -> Result<Departed> {
    let Some(life) = members::life(tx, person).await? else { return Ok(Departed::Nobody) };
    let settings = settings::read(tx).await?;
    let since = tx.now() - Duration::minutes(i64::from(settings.window_minutes));
    let tide = held::tide(tx, since).await?;
    let acting = members::acting(tx).await?;
    if passes(tide, &settings) {
        let leaver = Leaver { person, keys_of: KeysOfLeaver::Revoke, way: Way::Directory, began, acting: &acting };
        return leave(gov, tx, &leaver).await.map(Departed::Left);
    }
    held::add(tx, person).await?;
    if tide.held == 0 {
        let org = orgs::this(tx).await?;
        letters::to_owners(tx, PersonId::from_uuid(Uuid::nil()), &Letter::DeparturesHeld { org: org.name, slug: org.slug }).await?;
    }
    let deed = Deed::new(DeedKind::DirectoryDepartureHeld, person.as_uuid()).personal(PersonalField::TargetPerson, life.email);
    Ok(Departed::Held(acting.sign(deed)))
}

/// Whether one more may leave: while nobody waits, and up to the number or the part of everybody, whichever is more.
fn passes(tide: Tide, settings: &Settings) -> bool {
    let part = (tide.of * i64::from(settings.held_percent)) / 100;
    tide.held == 0 && tide.leaving < part.max(i64::from(settings.held_above))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_pass_and_a_crowd_waits() {
        let settings = Settings { default_role: None, held_above: 5, held_percent: 20, window_minutes: 10 };
        let passes = |leaving, held, of| passes(Tide { leaving, held, of }, &settings);

        assert!(passes(0, 0, 3) && passes(4, 0, 3), "five of a small directory pass");
        assert!(!passes(5, 0, 20) && passes(5, 0, 30) && !passes(6, 0, 30), "a fifth of a larger one");
        assert!(!passes(1, 1, 1_000), "while somebody waits, nobody passes");
    }
}
