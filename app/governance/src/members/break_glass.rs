//! Owners whom neither a directory nor a provider can lock out: one notion, for directory sync and for domains that require a
//! provider. They are marked, hold the role without an end, are outside of the directory, and could sign in.

use ledger::Deed;
use model::{DeedKind, OrgId, PersonId, PersonalField};
use store::{
    OrgScope, OrgTx, directory,
    entry::{self, BreakGlassOwner},
    members::{self, MemberLife},
    sso,
};
use time::Duration;

use crate::{
    Error, Governance, Result,
    grants::{Actor, is_owner},
};

/// Password and authenticator, or a passkey, have to have been set up or used within this time.
const PROVED_WITHIN: Duration = Duration::days(90);

/// Every such owner, and whether they could sign in.
pub async fn owners(gov: &Governance, scope: &OrgScope) -> Result<Vec<BreakGlassOwner>> {
    Ok(entry::break_glass_owners(gov.pool(), scope.org(), gov.now() - PROVED_WITHIN).await?)
}

/// Names an owner, or lets them be one like others again. Owners and operators do.
pub async fn mark(gov: &Governance, scope: &OrgScope, person: PersonId, marked: bool) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    let life = members::life(&mut tx, person).await?.ok_or(Error::NotFound)?;
    let held = members::held(&mut tx, person).await?;
    if !Actor::in_tx(&mut tx).await?.is_owner {
        return Err(Error::Refused("Only an owner can name a break-glass owner.".to_owned()));
    }
    if life.is_break_glass == marked {
        return Ok(());
    }
    if marked {
        if !is_owner(&held) || life.suspended_at.is_some() {
            return Err(Error::Conflict("Only an owner who may enter can be a break-glass owner.".to_owned()));
        }
        if directory::users::names_member(&mut tx, person).await? {
            return Err(Error::Conflict("The directory provisions this member, so it could lock them out.".to_owned()));
        }
        members::set_break_glass(&mut tx, person, true).await?;
    } else {
        let_go(&mut tx, person, &life).await?;
    }
    let kind = if marked { DeedKind::BreakGlassNamed } else { DeedKind::BreakGlassLifted };
    let acting = members::acting(&mut tx).await?;
    let deed = Deed::new(kind, person.as_uuid()).personal(PersonalField::TargetPerson, life.email);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// Takes the mark from a member who is about to lose what it stands for; refused from the last while a directory can call or a domain
/// requires its provider.
pub(crate) async fn let_go(tx: &mut OrgTx, person: PersonId, life: &MemberLife) -> Result<()> {
    if !life.is_break_glass {
        return Ok(());
    }
    if members::break_glass_count(tx).await? < 2
        && let Some(sentence) = needs_the_last(tx).await?
    {
        return Err(Error::Conflict(sentence.to_owned()));
    }
    Ok(members::set_break_glass(tx, person, false).await?)
}

/// What the last one is needed for, and how to need them no longer.
async fn needs_the_last(tx: &mut OrgTx) -> Result<Option<&'static str>> {
    if directory::tokens::any_lives(tx).await? {
        return Ok(Some(
            "While directory sync is on, its break-glass owner stays. Name another one first, or revoke the directory's tokens.",
        ));
    }
    let sentence =
        "While a domain requires single sign-on, the break-glass owner stays. Name another one first, or let the domain's people choose.";
    Ok(sso::any_required(tx).await?.then_some(sentence))
}

/// Whether a password opens the way past a provider that is required: of the marked owners, proven lately or not, since this is what
/// they are kept for.
pub(crate) async fn is_one(gov: &Governance, org: OrgId, person: PersonId) -> Result<bool> {
    let marked = entry::break_glass_owners(gov.pool(), org, gov.now() - PROVED_WITHIN).await?;
    Ok(marked.iter().any(|owner| owner.person == person))
}

/// Refuses unless somebody could sign in whatever a directory or a provider says.
pub(crate) async fn must_exist(gov: &Governance, scope: &OrgScope) -> Result<()> {
    if owners(gov, scope).await?.iter().any(|owner| owner.is_proven) {
        return Ok(());
    }
    let sentence = "Directory sync and single sign-on that is required can lock everybody out. Name a break-glass owner first: an owner \
                    outside of the directory, with a password and an authenticator, or a passkey, set up or used within 90 days.";
    Err(Error::Conflict(sentence.to_owned()))
}
