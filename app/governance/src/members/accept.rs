use std::sync::Arc;

use identity::password_rules;
use ledger::Deed;
use model::{
    DeedKind, EmailAddress, Id, InvitationId, PersonId, PersonalField, RequestFacts, RoleSource, ShortText,
    views::{InvitationState, InvitationView},
};
use store::{
    EntryTx, OrgTx,
    entry::{self, InvitationRow, NewAccount},
    invitations,
    members::{self, NewAssignment},
};
use time::OffsetDateTime;
use uuid::Uuid;
use vault::SecretString;

use crate::{
    Error, Governance, Result,
    letters::{self, Letter},
    sign_in::{self, SignedIn, Step, password_check},
    tickets::Ticket,
};

/// An invitation whose link somebody holds.
struct Held {
    id: InvitationId,
    version: i32,
    row: InvitationRow,
}

/// What the page of an invitation says. A link that we did not issue, or whose invitation is gone, is not found.
pub async fn look(gov: &Governance, token: &str, who: Option<SignedIn>) -> Result<InvitationView> {
    let held = find(gov, token).await?;
    let state = state(&held, gov.now());
    let signed_in_as = match who {
        Some(who) => entry::find_person(gov.pool(), who.person).await?.map(|person| person.email),
        None => None,
    };
    let InvitationRow { org_name, slug, email, role_name, invited_name, .. } = held.row;
    Ok(InvitationView { org_name, org_slug: slug, email, role: role_name, invited_by: invited_name, state, signed_in_as })
}

/// Makes the account that the invitation is for, makes it a member, and goes on with signing in. Whoever holds the link can
/// read the mailbox, so the address is proved.
pub async fn accept_new(gov: &Governance, token: &str, name: &str, password: SecretString, facts: &Arc<RequestFacts>) -> Result<Step> {
    let held = find(gov, token).await?;
    must_be(&held, InvitationState::ForNewAccount, gov.now())?;
    let name = String::from(ShortText::<120>::parse("name", name)?);
    password_rules::check(&password, &EmailAddress::parse(&held.row.email)?)?;
    let hash = password_check::hash(password, "password").await?;
    let person: PersonId = Id::from_uuid(Uuid::now_v7());
    let mut tx = gov.pool().entry_tx().await?;
    let account = NewAccount { person, name: &name, password_hash: &hash };
    if !entry::enrol_invited(&mut tx, held.id, held.version, &account, gov.now()).await? {
        return Err(taken_meanwhile());
    }
    join(tx, &held, SignedIn { person, session: Id::from_uuid(Uuid::new_v4()), since: gov.now(), by_provider_of: None }, &name, facts)
        .await?;
    sign_in::after_password(gov, person).await
}

/// Makes whoever is signed in a member, when the invitation is for their address. Answers the organisation's short name.
pub async fn accept_as(gov: &Governance, token: &str, who: SignedIn, facts: &Arc<RequestFacts>) -> Result<String> {
    let held = find(gov, token).await?;
    must_be(&held, InvitationState::ForAccount, gov.now())?;
    if who.by_provider_of.is_some_and(|org| org != held.row.org()) {
        return Err(Error::Refused("Your organisation's provider does not speak for another one. Sign in with your password.".to_owned()));
    }
    let person = entry::find_person(gov.pool(), who.person).await?.ok_or(Error::NotFound)?;
    if person.email != held.row.email {
        return Err(Error::Refused("This invitation is for another address than the one that you are signed in with.".to_owned()));
    }
    join(gov.pool().entry_tx().await?, &held, who, &person.display_name, facts).await?;
    Ok(held.row.slug)
}

async fn find(gov: &Governance, token: &str) -> Result<Held> {
    let Some(Ticket::Invitation { invitation, version }) = Ticket::read(&gov.signing().mac, token) else { return Err(Error::NotFound) };
    let id = Id::from_uuid(invitation);
    let row = entry::find_invitation(gov.pool(), id).await?.ok_or(Error::NotFound)?;
    Ok(Held { id, version, row })
}

fn state(held: &Held, now: OffsetDateTime) -> InvitationState {
    let row = &held.row;
    if row.accepted_at.is_some() {
        InvitationState::Accepted
    } else if row.revoked_at.is_some() {
        InvitationState::Withdrawn
    } else if row.version != held.version {
        InvitationState::Replaced
    } else if row.expires_at <= now {
        InvitationState::Expired
    } else if row.person().is_some() {
        InvitationState::ForAccount
    } else {
        InvitationState::ForNewAccount
    }
}

fn must_be(held: &Held, wanted: InvitationState, now: OffsetDateTime) -> Result<()> {
    if state(held, now) == wanted { Ok(()) } else { Err(taken_meanwhile()) }
}

fn taken_meanwhile() -> Error {
    Error::Conflict("The invitation cannot be accepted in this way any more. Open its link again to see where it stands.".to_owned())
}

/// The membership and its role, with the record, or nothing.
async fn join(tx: EntryTx, held: &Held, who: SignedIn, name: &str, facts: &Arc<RequestFacts>) -> Result<()> {
    let scope = held.row.scope(who.person, who.session).with_request(facts.clone());
    let mut tx = tx.enter(&scope).await?;
    members::lock_all(&mut tx).await?;
    if !invitations::accept(&mut tx, held.id, held.version, who.person).await? {
        return Err(taken_meanwhile());
    }
    if !members::join(&mut tx, who.person, &held.row.email, name).await? {
        return Err(Error::Conflict("You are a member of this organisation already.".to_owned()));
    }
    give_role(&mut tx, held, who.person).await?;
    tell_owners(&mut tx, held, who.person, name).await?;
    let deed = Deed::new(DeedKind::MemberAdded, who.person.as_uuid())
        .fact("role", held.row.role_name.as_str())
        .fact("invitation", held.id.to_string())
        .personal(PersonalField::TargetPerson, held.row.email.as_str());
    let acting = members::acting(&mut tx).await?;
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

async fn give_role(tx: &mut OrgTx, held: &Held, person: PersonId) -> Result<()> {
    let new = NewAssignment {
        person,
        role: held.row.role(),
        source: RoleSource::Invitation,
        via: "",
        granted_by: &held.row.invited_name,
        expires_at: None,
    };
    Ok(members::assign(tx, &new).await?)
}

/// Owners are told of a new one, whoever made it.
async fn tell_owners(tx: &mut OrgTx, held: &Held, person: PersonId, name: &str) -> Result<()> {
    if held.row.role_name != model::BuiltInRole::Owner.as_str() {
        return Ok(());
    }
    let (org, by) = (held.row.org_name.clone(), held.row.invited_name.clone());
    letters::to_owners(tx, person, &Letter::NewOwner { org, person, name: name.to_owned(), by }).await
}
